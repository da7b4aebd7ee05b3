namespace Autoscale.Metrics.Declared;

/// <summary>A source and the metrics that it wants to answer for.</summary>
/// <param name="Namespace">Its namespace, "" for one of the whole cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metrics">The metrics.</param>
public sealed record SourceClaims(string Namespace, string Name, IReadOnlyCollection<MetricClaim> Metrics)
{
    /// <summary>When it was declared; null for one that the command line names, which goes before all others.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The source as texts name it.</summary>
    public string Title => Since is null ? Name : Namespace.Length == 0 ? $"ClusterMetricSource {Name}" : $"MetricSource {Namespace}/{Name}";

    /// <summary>Whether it is one of the command line's.</summary>
    public bool IsOfCommandLine => Since is null;
}
