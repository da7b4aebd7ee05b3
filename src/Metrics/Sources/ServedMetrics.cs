using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Sources;

/// <summary>PodMetrics (with Containers) or NodeMetrics (with Usage) of metrics.k8s.io/v1beta1, as whoever serves it answers.</summary>
internal sealed record ServedMetrics
{
    public ObjectMeta Metadata { get => field ?? new(); init; }

    public DateTimeOffset Timestamp { get; init; }

    public string Window { get => field ?? ""; init; }

    public IReadOnlyList<ServedContainer> Containers { get => field ?? []; init; }

    public ServedUsage Usage { get => field ?? new(); init; }

    public PodUsage Pod => new(
        NamePool.Shared.Share(Metadata.Namespace),
        Metadata.Name,
        Timestamp,
        Span,
        [.. Containers.Select(one => new ContainerUsage(NamePool.Shared.Share(one.Name), one.Usage.Cpu, one.Usage.Memory))]);

    public NodeUsage Node => new(Metadata.Name, Timestamp, Span, Usage.Cpu, Usage.Memory);

    private TimeSpan Span => GoDuration.TryParse(Window, out var window) ? window : TimeSpan.Zero;
}
