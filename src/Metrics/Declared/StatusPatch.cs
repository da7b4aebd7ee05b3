using Autoscale.Kubernetes.Client;

namespace Autoscale.Metrics.Declared;

/// <summary>The status to write, if the object is still of the version that it was decided from.</summary>
internal sealed record StatusPatch(StatusPatch.Version Metadata, MetricSourceStatus Status)
{
    /// <summary>The patch of the subresource status.</summary>
    public static KubePatch Of(string resourceVersion, MetricSourceStatus status) =>
        KubePatch.Merge(new StatusPatch(new(resourceVersion), status), MetricsJson.Default.StatusPatch);

    internal sealed record Version(string ResourceVersion);
}
