namespace Autoscale.Metrics.Sources;

/// <summary>How a source of many queries fares.</summary>
internal static class PrometheusHealth
{
    /// <summary>The health of all queries, in a fixed order, and of discovery where there is one, as that of one source.</summary>
    public static SourceHealth Of(IReadOnlyList<SourceHealth> queries, SourceHealth? discovery)
    {
        // A query that is new says nothing of the server yet.
        SourceHealth[] asked = [.. queries.Where(query => query.Problem != SourceHealth.Unread.Problem)];
        string[] problems = [.. asked.Select(query => query.Problem).OfType<string>()];
        var all = discovery is null ? asked : asked.Append(discovery);
        var problem = problems.Length == 0 ? discovery?.Problem
            : problems.Length == asked.Length && problems.Distinct().Count() == 1 ? problems[0]
            : $"{problems.Length} of {queries.Count} queries fail, the first: {problems[0]}";
        return new SourceHealth(
            problem ?? (all.Any() ? null : SourceHealth.Unread.Problem),
            all.Max(query => query.LastRead),
            asked.Sum(query => query.Series),
            asked.Min(query => query.Period) ?? discovery?.Period);
    }
}
