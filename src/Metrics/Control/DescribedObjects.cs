using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>Finds the names of the objects that a label selector picks: pods in the cache, others at the API server.</summary>
internal sealed class DescribedObjects(KubeClient client, ObjectCache<Pod> pods, KindVersions versions)
{
    /// <summary>The names, sorted; throws what the client throws when the API server does not answer.</summary>
    public async ValueTask<IReadOnlyList<string>> FindAsync(
        DescribedKind kind, string @namespace, LabelSelector selector, CancellationToken cancellationToken)
    {
        var found = kind == DescribedKind.Pod
            ? pods.InNamespace(@namespace).Select(pod => pod.Metadata).Where(pod => selector.Matches(pod.Labels))
            : (await ListAsync(kind, @namespace, selector, cancellationToken)).Items.Select(one => one.Metadata);
        return [.. found.Select(one => one.Name).Order(StringComparer.Ordinal)];
    }

    private async Task<KubeList<PartialObjectMetadata>> ListAsync(
        DescribedKind kind, string @namespace, LabelSelector selector, CancellationToken cancellationToken)
    {
        var route = new KubeRoute(kind.Group, await versions.FindAsync(kind.Group, cancellationToken), kind.Resource, @namespace);
        var list = new ListOptions { LabelSelector = selector.IsEmpty ? null : selector.ToString(), MetadataOnly = true };
        return await client.ListAsync(route, list, KubeJson.Default.PartialObjectMetadata, cancellationToken);
    }
}
