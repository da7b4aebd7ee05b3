using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation.Season;

namespace Autoscale.Vpa.Estimation;

/// <summary>How usage becomes a recommendation; every default is upstream's but for the floor and for resources that were never seen.</summary>
public sealed record RecommenderOptions
{
    /// <summary>Upstream's own settings: a floor of 25 millicores and 250 MiB shared by the containers, recommended even where nothing was seen.</summary>
    public static RecommenderOptions Upstream { get; } = new() { Floor = RecommendationFloor.Upstream, RecommendsUnseen = true };

    /// <summary>Percentiles of CPU.</summary>
    public Percentiles CpuPercentiles { get; init; } = Percentiles.Default;

    /// <summary>Percentiles of the peaks of memory.</summary>
    public Percentiles MemoryPercentiles { get; init; } = Percentiles.Default;

    /// <summary>What is added to usage, as a fraction of it, 0 or more; 0.15.</summary>
    public double MarginFraction { get; init; } = 0.15;

    /// <summary>The history that makes the bounds of CPU twice as wide as the percentiles; more history narrows them; a day.</summary>
    public TimeSpan CpuConfidenceInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The same of memory; a day.</summary>
    public TimeSpan MemoryConfidenceInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The least that is recommended; 10 millicores and 16 MiB of each container.</summary>
    public RecommendationFloor Floor { get; init; } = RecommendationFloor.Default;

    /// <summary>Whether the floor is recommended where no usage of a resource was ever seen; false: what nobody measured is not known to be small.</summary>
    public bool RecommendsUnseen { get; init; }

    /// <summary>Millicores that CPU is rounded up to a multiple of; 1.</summary>
    public int RoundCpuMillicores { get; init; } = 1;

    /// <summary>Bytes that memory is rounded up to a multiple of; 1.</summary>
    public long RoundMemoryBytes { get; init; } = 1;

    /// <summary>Whether memory is written with two decimals ("1.25Gi"), as upstream's deprecated flag has it; false.</summary>
    public bool HumanizeMemory { get; init; }

    /// <summary>Whether CPU becomes whole cores for containers that an annotation of the autoscaler names; false.</summary>
    public bool IntegerCpu { get; init; }

    /// <summary>The most CPU that is recommended where a policy does not say; null or zero is no bound.</summary>
    public Quantity? MaxAllowedCpu { get; init; }

    /// <summary>The most memory that is recommended where a policy does not say; null or zero is no bound.</summary>
    public Quantity? MaxAllowedMemory { get; init; }

    /// <summary>Whether memory may follow a season of the day or week, for which usage must keep its hours; off.</summary>
    public SeasonMode Season { get; init; }
}
