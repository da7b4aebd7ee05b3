using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Takes back charges that one quota stored for writes which another one then refused, or whose answer nobody waits for. What
/// cannot be taken back soon is left to the status controller, which finds no object for it and counts it away.
/// </summary>
internal sealed partial class ChargeRelease(string @namespace, SettlementServices services)
{
    private const int MostTries = 5;

    private readonly List<(string Quota, WaitingWrite.StoredCharge Stored)> _left = [];
    private readonly RetryPause _pause = new(services.Time);

    /// <summary>Notes what was stored for a write, except by the quotas that it is rightly charged to.</summary>
    public void Add(WaitingWrite write, IReadOnlyDictionary<string, ResourceVector>? except = null) =>
        _left.AddRange(write.Stored.Where(stored => except?.ContainsKey(stored.Key) != true).Select(stored => (stored.Key, stored.Value)));

    /// <summary>Takes back what was noted.</summary>
    public async Task RunAsync()
    {
        for (var tries = 1; tries <= MostTries && _left.Count > 0; tries++)
        {
            await _pause.WaitAsync();
            await TryAsync();
        }

        if (_left.Count > 0)
        {
            Log.Left(services.Logger, _left.Count, @namespace);
        }
    }

    private async Task TryAsync()
    {
        try
        {
            var live = await services.Store.ReadAsync(@namespace, CancellationToken.None);

            // Later than this the status controller may have counted it away, and taking it back would do so twice.
            _left.RemoveAll(one => services.Time.GetElapsedTime(one.Stored.At) > services.Options.CreditLife);
            foreach (var quota in live.Quotas)
            {
                var mine = _left.Where(one => one.Quota == quota.Metadata.Name && one.Stored.QuotaUid == quota.Metadata.Uid).ToList();
                var sum = mine.Aggregate(ResourceVector.Empty, (sum, one) => sum + one.Stored.Charge);
                await services.Store.WriteAsync(quota, QuotaUse.Less(quota, sum).Status, CancellationToken.None);
                _left.RemoveAll(mine.Contains);
            }

            // Those of quotas that are gone.
            _left.Clear();
        }
        catch (Exception failure) when (QuotaStore.IsOfTheApi(failure))
        {
            // Unless it is a conflict it may have been stored all the same: once more would be once too often.
            if (failure is not KubeError { IsConflict: true })
            {
                _left.Clear();
            }

            Log.NotReleased(services.Logger, @namespace, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4104, LogLevel.Debug, "Cannot take back charges in {Namespace} now: {Reason}")]
        public static partial void NotReleased(ILogger logger, string @namespace, string reason);

        [LoggerMessage(4105, LogLevel.Information, "Left {Charges} charges in {Namespace} to be counted away")]
        public static partial void Left(ILogger logger, int charges, string @namespace);
    }
}
