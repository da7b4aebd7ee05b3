using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>The quotas as the API has them: read live, and written only where nobody else was first.</summary>
public sealed class QuotaStore(KubeClient client, QuotaCache cache, QuotaOptions options, TimeProvider time)
{
    /// <summary>The quotas as newest known here; null when the namespace has none.</summary>
    public QuotaLedger? Cached(string @namespace) => cache.Find(@namespace);

    /// <summary>The quotas of a namespace, asked of the API now.</summary>
    public Task<QuotaLedger> ReadAsync(string @namespace, CancellationToken cancellationToken) => LimitedAsync(
        async token =>
        {
            var list = await client.ListAsync(KubeRoute.ResourceQuotas.In(@namespace), new(), KubeJson.Default.ResourceQuota, token);
            foreach (var quota in list.Items)
            {
                cache.Learn(quota);
            }

            return QuotaLedger.Of(list.Items);
        },
        cancellationToken);

    /// <summary>
    /// Gives a quota another status; returns it as stored, or as it was when nothing differs. Throws <see cref="KubeError"/> with a
    /// conflict when it is not the newest any more.
    /// </summary>
    public async Task<ResourceQuota> WriteAsync(ResourceQuota quota, ResourceQuotaStatus status, CancellationToken cancellationToken)
    {
        if (QuotaStatusPatch.Between(quota, status) is not { } patch)
        {
            return quota;
        }

        var route = KubeRoute.ResourceQuotas.Of(quota.Metadata.Namespace, quota.Metadata.Name).Sub("status");
        var stored = await LimitedAsync(token => client.PatchAsync(route, patch, KubeJson.Default.ResourceQuota, token), cancellationToken);
        cache.Learn(stored);
        return stored;
    }

    /// <summary>Whether a failure is the API's, as opposed to a defect of this program.</summary>
    public static bool IsOfTheApi(Exception failure) =>
        failure is KubeError || ControlLoopOptions.Classify(failure) != FailureKind.Terminal;

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.CallLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the API did not answer within {options.CallLimit}");
        }
    }
}
