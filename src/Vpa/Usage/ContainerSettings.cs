using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Usage;

/// <summary>How the memory of one container is looked at: seconds of an interval, how many of them, and growth after a kill.</summary>
internal readonly record struct ContainerSettings(long IntervalSeconds, long Intervals, double OomRatio, double OomMinimum)
{
    /// <summary>The age in seconds at which usage is forgotten.</summary>
    public long WindowSeconds => Intervals > long.MaxValue / IntervalSeconds ? long.MaxValue : IntervalSeconds * Intervals;

    /// <summary>The options, and where they allow it what the policy says of the container: its own entry, else that named *.</summary>
    public static ContainerSettings Of(UsageOptions options, VpaResourcePolicy? policy, string container)
    {
        var own = options.PerVpaConfig ? EntryOf(policy, container) : null;
        return new(
            Math.Max(1, own?.MemoryAggregationIntervalSeconds ?? options.MemoryInterval.Ticks / TimeSpan.TicksPerSecond),
            Math.Max(1, own?.MemoryAggregationIntervalCount ?? options.MemoryIntervals),
            own?.OomBumpUpRatio is { } ratio ? Thousandths(ratio) : options.OomRatio,
            own?.OomMinBumpUp is { } least ? Thousandths(least) : options.OomMinimum);
    }

    private static double Thousandths(Quantity quantity) => quantity.SaturatedMilliValue / 1000.0;

    private static ContainerResourcePolicy? EntryOf(VpaResourcePolicy? policy, string container)
    {
        var entries = policy?.ContainerPolicies ?? [];
        return entries.FirstOrDefault(entry => entry.ContainerName == container) ?? entries.FirstOrDefault(entry => entry.ContainerName == "*");
    }
}
