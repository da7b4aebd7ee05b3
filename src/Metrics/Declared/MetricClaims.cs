using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>Which metrics a declared source wants to answer for, also where something else of it is wrong.</summary>
internal static class MetricClaims
{
    /// <summary>The claims of a source; those of rules that discover are not known beforehand.</summary>
    public static SourceClaims Of(IDeclaredSource source) =>
        new(source.Metadata.Namespace, source.Metadata.Name, [.. Metrics(source.Spec).Distinct()])
        {
            Since = source.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue,
        };

    /// <summary>The claims of one metric: itself, or one for each kind that it describes.</summary>
    public static IEnumerable<MetricClaim> Of(OfferedMetric metric) => metric.Of is { } of
        ? of.Kinds.Select(DescribedKinds.Find).OfType<DescribedKind>().Select(kind => new MetricClaim(kind, metric.Name))
        : [new MetricClaim(null, metric.Name)];

    private static IEnumerable<MetricClaim> Metrics(MetricSourceSpec spec) => spec switch
    {
        { Metrics: { } metrics } => metrics.SelectMany(Of),
        { Rabbitmq: not null } => QueueSeries.Names.Select(name => new MetricClaim(null, name)),
        _ => [],
    };
}
