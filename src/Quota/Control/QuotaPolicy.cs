using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;

namespace Autoscale.Quota.Control;

/// <summary>Refuses what does not fit the quotas of its namespace, and charges what does; advising, it warns instead and charges nothing.</summary>
public sealed class QuotaPolicy(
    QuotaCache cache, QuotaAccountant accountant, ClaimFacts claims, QuotaOptions options, TimeProvider time) : IAdmissionPolicy
{
    /// <inheritdoc />
    public string Name => "resource-quota";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => [];

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates => options.Mode == GovernanceMode.Off ? [] : QuotaRules.Validates;

    /// <inheritdoc />
    public bool HasEffects => options.Mode == GovernanceMode.Enforce;

    /// <inheritdoc />
    public bool IsAdvisory => options.Mode == GovernanceMode.Advise;

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AdmissionVerdict.Allowed);

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        request.Namespace.Length == 0 || options.Mode == GovernanceMode.Off || (cache.HasSynced && cache.Find(request.Namespace) is null)
            ? ValueTask.FromResult(AdmissionVerdict.Allowed)
            : new(JudgeAsync(request, cancellationToken));

    private async Task<AdmissionVerdict> JudgeAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        // "No quota found" means something only once all of them have been seen.
        if (!await IsSyncedAsync(cancellationToken))
        {
            return IsAdvisory ? AdmissionVerdict.Allowed : TimedOut;
        }

        var resource = new GroupResource(request.Group, request.Resource);
        if (cache.Find(request.Namespace) is not { } ledger || !ledger.Quotas.Any(quota => RecountTriggers.Concerns(quota, resource)))
        {
            return AdmissionVerdict.Allowed;
        }

        QuotaWrite write;
        try
        {
            write = Read(request);
        }
        catch (JsonException malformed) when (!IsAdvisory)
        {
            return new() { Denial = AdmissionDenial.Unreadable(request, malformed) };
        }

        return options.Mode == GovernanceMode.Enforce
            ? Verdict(request, write, await accountant.AskAsync(request.Namespace, write, request.IsDryRun, cancellationToken))
            : Advice(request, write, ledger);
    }

    private async Task<bool> IsSyncedAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await cache.WaitForSyncAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            return false;
        }
    }

    private AdmissionVerdict Advice(AdmissionRequest request, QuotaWrite write, QuotaLedger ledger) =>
        ledger.Charge(write, time.GetUtcNow()) is { Refusal: { } why }
            ? new() { Warnings = [AdmissionDenial.Forbidden(request, write.New.Model.Metadata, why).Message] }
            : AdmissionVerdict.Allowed;

    // In upstream's words; that it may be tried again is what the details say beyond them.
    private static AdmissionVerdict TimedOut => new()
    {
        Denial = AdmissionDenial.InternalError("resource quota evaluation timed out") with { RetryAfter = TimeSpan.FromSeconds(1) },
    };

    private static AdmissionVerdict Verdict(AdmissionRequest request, QuotaWrite write, QuotaAnswer answer) => answer switch
    {
        { IsDecided: false } => TimedOut,
        { Refusal: { } why } => new() { Denial = AdmissionDenial.Forbidden(request, write.New.Model.Metadata, why) },
        _ => AdmissionVerdict.Allowed,
    };

    private QuotaWrite Read(AdmissionRequest request) => new(
        Read(request, request.Object),
        request.Operation == AdmissionOperation.Create || request.OldObject.IsEmpty ? null : Read(request, request.OldObject),
        request.Subresource);

    private GovernedObject Read(AdmissionRequest request, ReadOnlyMemory<byte> json) =>
        claims.With(GovernedObject.Read(request.Group, request.Resource, json), request.Namespace);
}
