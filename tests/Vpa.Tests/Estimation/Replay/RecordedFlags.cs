using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation.Replay;

/// <summary>The flags of upstream's recommender as a vector lists them, in our settings.</summary>
internal static class RecordedFlags
{
    public static UsageOptions Usage(JsonElement flags) => UsageOptions.Upstream with
    {
        CpuHalfLife = Seconds(flags, "cpu-histogram-decay-half-life-seconds"),
        MemoryHalfLife = Seconds(flags, "memory-histogram-decay-half-life-seconds"),
        MemoryInterval = Seconds(flags, "memory-aggregation-interval-seconds"),
        MemoryIntervals = flags.GetProperty("memory-aggregation-interval-count").GetInt64(),
        OomRatio = Number(flags, "oom-bump-up-ratio"),
        OomMinimum = Number(flags, "oom-min-bump-up-bytes"),
        PerVpaConfig = flags.GetProperty("featureGate-PerVPAConfig").GetBoolean(),
    };

    public static RecommenderOptions Recommender(JsonElement flags) => RecommenderOptions.Upstream with
    {
        CpuPercentiles = Percentiles(flags, "cpu"),
        MemoryPercentiles = Percentiles(flags, "memory"),
        MarginFraction = Number(flags, "recommendation-margin-fraction"),
        Floor = new(Number(flags, "pod-recommendation-min-cpu-millicores"), Number(flags, "pod-recommendation-min-memory-mb"), IsShared: true),
        CpuConfidenceInterval = Seconds(flags, "confidence-interval-cpu-seconds"),
        MemoryConfidenceInterval = Seconds(flags, "confidence-interval-memory-seconds"),
        HumanizeMemory = flags.GetProperty("humanize-memory").GetBoolean(),
        RoundCpuMillicores = flags.GetProperty("round-cpu-millicores").GetInt32(),
        RoundMemoryBytes = flags.GetProperty("round-memory-bytes").GetInt64(),
        IntegerCpu = flags.GetProperty("cpu-integer-post-processor-enabled").GetBoolean(),
        MaxAllowedCpu = Amount(flags, "container-recommendation-max-allowed-cpu"),
        MaxAllowedMemory = Amount(flags, "container-recommendation-max-allowed-memory"),
    };

    private static Percentiles Percentiles(JsonElement flags, string resource) => new(
        Number(flags, $"target-{resource}-percentile"),
        Number(flags, $"recommendation-lower-bound-{resource}-percentile"),
        Number(flags, $"recommendation-upper-bound-{resource}-percentile"));

    private static double Number(JsonElement flags, string name) => flags.GetProperty(name).GetDouble();

    private static TimeSpan Seconds(JsonElement flags, string name) => TimeSpan.FromSeconds(Number(flags, name));

    private static Quantity? Amount(JsonElement flags, string name) =>
        flags.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? Quantity.Parse(text) : null;
}
