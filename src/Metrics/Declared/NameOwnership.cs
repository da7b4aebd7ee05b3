namespace Autoscale.Metrics.Declared;

/// <summary>
/// Who answers for a metric in a namespace: sources of the command line before declared ones, those of the namespace before those of
/// the cluster, among equals the older, then the one whose name comes first. A cluster's source that a namespace's goes before still
/// answers everywhere else, and has lost nothing.
/// </summary>
public sealed class NameOwnership
{
    private readonly Dictionary<(string Namespace, MetricClaim Metric), SourceClaims> _owners = [];
    private readonly Dictionary<MetricClaim, SourceClaims> _ofCommandLine = [];

    /// <summary>Settles who answers for what.</summary>
    public NameOwnership(IEnumerable<SourceClaims> sources)
    {
        foreach (var source in sources.OrderBy(one => one.Since ?? DateTimeOffset.MinValue).ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            foreach (var metric in source.Metrics)
            {
                if (source.IsOfCommandLine)
                {
                    _ofCommandLine.TryAdd(metric, source);
                }

                _owners.TryAdd((source.Namespace, metric), source);
            }
        }
    }

    /// <summary>The source that answers for a metric in a namespace, or null.</summary>
    public SourceClaims? Owner(string @namespace, MetricClaim metric) =>
        _ofCommandLine.GetValueOrDefault(metric)
        ?? _owners.GetValueOrDefault((@namespace, metric))
        ?? _owners.GetValueOrDefault(("", metric));

    /// <summary>The metrics of a source for which another one answers wherever this one would, and which one that is.</summary>
    public IReadOnlyList<(MetricClaim Metric, SourceClaims Owner)> Lost(SourceClaims source) =>
    [
        .. source.Metrics.Distinct()
            .Select(metric => (Metric: metric, Owner: _ofCommandLine.GetValueOrDefault(metric) ?? _owners.GetValueOrDefault((source.Namespace, metric))))
            .Where(found => found.Owner is not null && !IsSame(found.Owner, source))
            .Select(found => (found.Metric, found.Owner ?? source)),
    ];

    private static bool IsSame(SourceClaims one, SourceClaims other) =>
        (one.Namespace, one.Name, one.IsOfCommandLine) == (other.Namespace, other.Name, other.IsOfCommandLine);
}
