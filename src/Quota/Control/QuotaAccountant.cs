using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Charges writes to the quotas of their namespace by compare-and-swap on the quotas' status, so that any number of these agree
/// without talking to each other. The writes of one namespace are judged one batch after the other, each as the earlier ones left
/// the ledger; namespaces do not wait for each other.
/// </summary>
public sealed class QuotaAccountant(QuotaStore store, QuotaOptions options, QuotaTelemetry telemetry, TimeProvider time, ILogger<QuotaAccountant> logger)
{
    private readonly ConcurrentDictionary<string, NamespaceDesk> _desks = new(StringComparer.Ordinal);

    /// <summary>How many namespaces have writes that wait.</summary>
    internal int Desks => _desks.Count;

    /// <summary>
    /// Judges a write and charges it; a dry run is charged nothing. A charge whose write never gets its answer, or that is refused
    /// elsewhere later, is given back by the status controller. Neither conflicts nor failures of the API get out of here.
    /// </summary>
    public async Task<QuotaAnswer> AskAsync(string @namespace, QuotaWrite write, bool isDryRun, CancellationToken cancellationToken)
    {
        if (store.Cached(@namespace) is not { } ledger)
        {
            return QuotaAnswer.Allowed;
        }

        // What costs nothing depends on the names in a quota alone, and needs to wait for nobody.
        var verdict = ledger.Charge(write, time.GetUtcNow());
        if (verdict.IsAllowed && verdict.Charges.Count == 0)
        {
            telemetry.Judged("free");
            return QuotaAnswer.Allowed;
        }

        var answer = await QueueAsync(@namespace, new(write, isDryRun), cancellationToken);
        telemetry.Judged(answer switch { { IsDecided: false } => "timeout", { Refusal: not null } => "refused", _ => "charged" });
        return answer;
    }

    private async Task<QuotaAnswer> QueueAsync(string @namespace, WaitingWrite waiting, CancellationToken cancellationToken)
    {
        while (DeskOf(@namespace) is var desk && !desk.TryAdd(waiting))
        {
            // It has nothing to do any more and makes room for the next, so that not one stays of every namespace there ever was.
            _desks.TryRemove(new(@namespace, desk));
        }

        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var end = both.Token.Register(static state => ((WaitingWrite)state!).TryAnswer(QuotaAnswer.TimedOut), waiting);
        return await waiting.Answer;
    }

    private NamespaceDesk DeskOf(string @namespace) => _desks.GetOrAdd(
        @namespace,
        name => new(batch => SettleAsync(name, batch), closed => _desks.TryRemove(new(name, closed)), logger));

    private Task SettleAsync(string @namespace, IReadOnlyList<WaitingWrite> batch) =>
        new BatchSettlement(@namespace, [.. batch], new(store, options, telemetry, time, logger)).RunAsync();
}
