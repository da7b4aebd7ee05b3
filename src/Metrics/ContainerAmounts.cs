using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Usage of one container in billionths of a core and in bytes; negative where there is none.</summary>
internal readonly record struct ContainerAmounts(long Nanocores, long Bytes)
{
    private const long None = -1;

    /// <summary>Takes a usage; amounts beyond a long saturate.</summary>
    public static ContainerAmounts Of(ContainerUsage usage) => new(
        usage.Cpu?.SaturatedNanoValue ?? None,
        usage.Memory?.SaturatedValue ?? None);

    public ContainerUsage Usage(string name) => new(
        name,
        Nanocores < 0 ? null : Quantity.FromScaled(Nanocores, Quantity.Nano),
        Bytes < 0 ? null : Quantity.FromLong(Bytes, QuantityFormat.BinarySI));
}
