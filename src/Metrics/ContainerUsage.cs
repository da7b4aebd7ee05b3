using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Usage of one container: CPU in cores, memory in bytes; null where the source had none.</summary>
public sealed record ContainerUsage(string Name, Quantity? Cpu, Quantity? Memory)
{
    /// <summary>The usage of a resource by its Kubernetes name, or null.</summary>
    public Quantity? Of(string resource) => resource switch
    {
        "cpu" => Cpu,
        "memory" => Memory,
        _ => null,
    };
}
