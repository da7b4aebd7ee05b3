namespace Autoscale.Metrics;

/// <summary>
/// The answer to a query for an external metric: the series that match, all with values (possibly none of them),
/// or why the metric cannot be answered.
/// </summary>
public readonly record struct ExternalAnswer(IReadOnlyList<ExternalSeries> Series, string? Absence)
{
    /// <summary>Whether there is none only because a source was not asked yet: one may be on its way.</summary>
    internal bool IsPending { get; init; }

    /// <summary>An answer of why there is none.</summary>
    public static ExternalAnswer Absent(string because) => new([], because);
}
