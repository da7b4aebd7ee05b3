using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>A resource of pods, or of one container of them ("" for all), that a horizontal autoscaler scales on.</summary>
internal readonly record struct ScaledResource(string Resource, string Container, bool IsUtilization)
{
    // Without metrics an autoscaler scales on 80 % of CPU.
    private static readonly ScaledResource[] Default = [new("cpu", "", true)];

    /// <summary>The resources of a specification; empty where it scales on other things.</summary>
    public static IReadOnlyList<ScaledResource> Of(HpaSpec spec) => spec.Metrics.Count == 0 ? Default : [.. spec.Metrics.SelectMany(Of)];

    private static IEnumerable<ScaledResource> Of(MetricSpec metric) => metric switch
    {
        { Type: "Resource", Resource: { } resource } => [new(resource.Name, "", IsUtilizationOf(resource.Target))],
        { Type: "ContainerResource", ContainerResource: { } one } => [new(one.Name, one.Container, IsUtilizationOf(one.Target))],
        _ => [],
    };

    private static bool IsUtilizationOf(MetricTarget target) => target is { AverageUtilization: not null, AverageValue: null };
}
