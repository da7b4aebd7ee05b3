using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Usage of one container in billionths of a core and in bytes; negative where there is none.</summary>
internal readonly record struct ContainerAmounts(long Nanocores, long Bytes)
{
    private const long None = -1;
    private const long NanoPerMilli = 1_000_000;

    /// <summary>Takes a usage; amounts beyond a long saturate.</summary>
    public static ContainerAmounts Of(ContainerUsage usage) => new(
        usage.Cpu?.SaturatedNanoValue ?? None,
        usage.Memory?.SaturatedValue ?? None);

    public ContainerUsage Usage(string name) => new(
        name,
        Nanocores < 0 ? null : Quantity.FromScaled(Nanocores, Quantity.Nano),
        Bytes < 0 ? null : Quantity.FromLong(Bytes, QuantityFormat.BinarySI));

    /// <summary>Thousandths of a resource by its Kubernetes name, rounded up and saturated as quantities are; null where there is none.</summary>
    public long? MilliOf(string resource) => resource switch
    {
        "cpu" when Nanocores >= 0 => (Nanocores / NanoPerMilli) + (Nanocores % NanoPerMilli > 0 ? 1 : 0),
        "memory" when Bytes >= 0 => Bytes > long.MaxValue / 1000 ? long.MaxValue : Bytes * 1000,
        _ => null,
    };
}
