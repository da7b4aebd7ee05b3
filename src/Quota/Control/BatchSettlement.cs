using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Judges the writes of one batch and stores what they are charged, over and over until every write has its answer: always from all
/// quotas of the namespace, never from those alone that could not be written (kubernetes#141904), and with fresh copies of all.
/// </summary>
internal sealed partial class BatchSettlement(string @namespace, List<WaitingWrite> batch, SettlementServices services)
{
    private readonly RetryPause _pause = new(services.Time);
    private readonly ChargeRelease _release = new(@namespace, services);
    private bool _hasFailed;

    /// <summary>Returns when every write is answered; whoever asked gives up in the end, so that this does end.</summary>
    public async Task RunAsync()
    {
        var ledger = services.Store.Cached(@namespace) ?? QuotaLedger.Of([]);
        var isLive = false;
        while (DropAnswered())
        {
            var judged = BatchJudgement.Of(ledger, batch, services);
            if (judged.HasRefusals && !isLive && await TryReadAsync() is { } live)
            {
                // Nobody is refused by what a cache remembers: the room may have become free a moment ago.
                (ledger, isLive) = (live, true);
                continue;
            }

            judged.AnswerEarly(batch);
            if (await TryStoreAsync(ledger, judged.Ledger))
            {
                AnswerAll();
                break;
            }

            ledger = await RereadAsync();
            isLive = true;
        }

        await _release.RunAsync();
    }

    // True while somebody waits. What was stored for those who have gone is released.
    private bool DropAnswered()
    {
        foreach (var gone in batch.Where(write => write.IsAnswered))
        {
            _release.Add(gone);
        }

        batch.RemoveAll(write => write.IsAnswered);
        return batch.Count > 0;
    }

    private void AnswerAll()
    {
        if (batch.Count(write => write.Verdict is { Charges.Count: > 0 }) is > 0 and var charged)
        {
            services.Telemetry.Charged(charged);
        }

        foreach (var write in batch)
        {
            if (write.TryAnswer() && write.Verdict is { } verdict)
            {
                _release.Add(write, except: verdict.Charges);
            }
            else
            {
                _release.Add(write);
            }
        }
    }

    // In the order of names, so that batches of several programs meet at the first quota, where nothing has been stored yet.
    private async Task<bool> TryStoreAsync(QuotaLedger before, QuotaLedger after)
    {
        foreach (var (old, charged) in before.Quotas.Zip(after.Quotas))
        {
            if (ReferenceEquals(old, charged))
            {
                continue;
            }

            try
            {
                await services.Store.WriteAsync(old, charged.Status, CancellationToken.None);
            }
            catch (Exception failure) when (QuotaStore.IsOfTheApi(failure))
            {
                // It may have been stored all the same; then it is a charge without an object, and counted away later.
                Tell(old.Metadata, failure);
                return false;
            }

            Note(charged);
        }

        return true;
    }

    private void Tell(ObjectMeta quota, Exception failure)
    {
        _hasFailed = failure is not KubeError { IsConflict: true };
        services.Telemetry.Retried(_hasFailed ? "failure" : "conflict");
        if (_hasFailed)
        {
            Log.NotStored(services.Logger, quota.Namespace, quota.Name, failure.Message);
        }
        else
        {
            Log.Conflict(services.Logger, quota.Namespace, quota.Name, failure.Message);
        }
    }

    private void Note(ResourceQuota charged)
    {
        var now = services.Time.GetTimestamp();
        foreach (var write in batch.Where(write => !write.IsDryRun))
        {
            if (write.Verdict?.Charges.GetValueOrDefault(charged.Metadata.Name) is { } charge)
            {
                write.Stored[charged.Metadata.Name] = new(charge, charged.Metadata.Uid, now);
            }
        }
    }

    private async Task<QuotaLedger> RereadAsync()
    {
        QuotaLedger? live = null;
        while (live is null && batch.Exists(write => !write.IsAnswered))
        {
            await _pause.WaitAsync(_hasFailed);
            live = await TryReadAsync();
            _hasFailed |= live is null;
        }

        return live ?? QuotaLedger.Of([]);
    }

    private async Task<QuotaLedger?> TryReadAsync()
    {
        try
        {
            return await services.Store.ReadAsync(@namespace, CancellationToken.None);
        }
        catch (Exception failure) when (QuotaStore.IsOfTheApi(failure))
        {
            services.Telemetry.Retried("failure");
            Log.NotRead(services.Logger, @namespace, failure.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4102, LogLevel.Debug, "Somebody else was faster to write {Namespace}/{Quota}, judging again: {Reason}")]
        public static partial void Conflict(ILogger logger, string @namespace, string quota, string reason);

        [LoggerMessage(4106, LogLevel.Warning, "Cannot charge {Namespace}/{Quota}, trying again: {Reason}")]
        public static partial void NotStored(ILogger logger, string @namespace, string quota, string reason);

        [LoggerMessage(4103, LogLevel.Warning, "Cannot read the quotas of {Namespace}: {Reason}")]
        public static partial void NotRead(ILogger logger, string @namespace, string reason);
    }
}
