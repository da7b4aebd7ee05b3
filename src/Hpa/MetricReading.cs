using System.Collections.Immutable;

namespace Autoscale.Hpa;

/// <summary>What a metric's source said: a failure, samples of pods, or the values of series; thousandths throughout.</summary>
public sealed record MetricReading
{
    /// <summary>Why there is no reading, as the metrics client words it, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Samples in the order of the target's pods; shorter or empty where there are none.</summary>
    public ImmutableArray<PodSample> OfPods { get; init; } = [];

    /// <summary>Samples that the source still reports for pods that are gone.</summary>
    public IReadOnlyList<long> OfGone { get; init; } = [];

    /// <summary>Values of an external metric's series, or the one value of an object metric.</summary>
    public IReadOnlyList<long> Series { get; init; } = [];

    /// <summary>A reading that could not be had.</summary>
    public static MetricReading Failed(string error) => new() { Error = error };
}
