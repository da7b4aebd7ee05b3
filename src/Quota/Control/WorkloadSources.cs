using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>Where workloads are judged from: the caches of the rules that their pods will meet, which somebody else fills, and the API.</summary>
public sealed class WorkloadSources(
    KubeClient client, Informer<LimitRange> limitRanges, Informer<ResourceQuota> quotas, Informer<KubeNamespace> namespaces)
{
    /// <summary>The API, for workloads that are scaled.</summary>
    public KubeClient Client { get; } = client;

    /// <summary>Returns when all caches are filled.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        await limitRanges.WaitForSyncAsync(cancellationToken);
        await quotas.WaitForSyncAsync(cancellationToken);
        await namespaces.WaitForSyncAsync(cancellationToken);
    }

    /// <summary>The limit ranges of a namespace.</summary>
    public IReadOnlyCollection<LimitRange> LimitRanges(string @namespace) => [.. limitRanges.Cache.InNamespace(@namespace)];

    /// <summary>The quotas of a namespace.</summary>
    public QuotaLedger Quotas(string @namespace) => QuotaLedger.Of(quotas.Cache.InNamespace(@namespace));

    /// <summary>The value of a namespace's annotation; null when it has none.</summary>
    public string? AnnotationOf(string @namespace, string annotation) =>
        namespaces.Cache.Find("", @namespace)?.Metadata.Annotations?.GetValueOrDefault(annotation);
}
