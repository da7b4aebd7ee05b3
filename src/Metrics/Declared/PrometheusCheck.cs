using System.Text.RegularExpressions;

namespace Autoscale.Metrics.Declared;

/// <summary>What is wrong with a declared Prometheus server and the queries for its metrics.</summary>
internal static class PrometheusCheck
{
    private static readonly string[] EmptyMeanings = ["Absent", "Zero"];

    public static void Check(SourceFindings findings, PrometheusSpec server, IDeclaredSource source)
    {
        findings.Address("spec.prometheus.url", server.Url, "http", "https");
        var metrics = source.Spec.Metrics ?? [];
        var rules = server.Discover ?? [];
        if (metrics.Count + rules.Count == 0)
        {
            findings.Required("spec.metrics", "a prometheus source must have metrics, or rules in prometheus.discover");
        }

        foreach (var (index, metric) in metrics.Index())
        {
            CheckMetric(findings, metric, $"spec.metrics[{index}]", source);
        }

        foreach (var (index, rule) in rules.Index())
        {
            CheckRule(findings, rule, $"spec.prometheus.discover[{index}]", source);
        }
    }

    private static void CheckMetric(SourceFindings findings, OfferedMetric metric, string field, IDeclaredSource source)
    {
        MetricFields.ForbidQueues(findings, field, "a prometheus source", metric);
        CheckQuery(findings, metric.Query, $"{field}.query");
        findings.Duration($"{field}.window", metric.Window, SpecLimits.Window);
        findings.Choice($"{field}.onEmpty", metric.OnEmpty, EmptyMeanings);
        AssociationCheck.Check(findings, metric.Of, $"{field}.of", source);
    }

    private static void CheckRule(SourceFindings findings, DiscoveryRule rule, string field, IDeclaredSource source)
    {
        if (rule.Series.Length == 0)
        {
            findings.Required($"{field}.series", "a series selector of PromQL");
        }

        CheckQuery(findings, rule.Query, $"{field}.query");
        findings.Duration($"{field}.window", rule.Window, SpecLimits.Window);
        findings.Choice($"{field}.onEmpty", rule.OnEmpty, EmptyMeanings);
        AssociationCheck.Check(findings, rule.Of, $"{field}.of", source);
        CheckPattern(findings, rule.Name?.Matches, $"{field}.name.matches");
        foreach (var (index, filter) in (rule.Filters ?? []).Index())
        {
            var inside = $"{field}.filters[{index}]";
            if (filter.Is is null == filter.IsNot is null)
            {
                findings.Invalid(inside, "", "exactly one of is and isNot must be set");
            }

            CheckPattern(findings, filter.Is, $"{inside}.is");
            CheckPattern(findings, filter.IsNot, $"{inside}.isNot");
        }
    }

    private static void CheckQuery(SourceFindings findings, string? query, string field)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            findings.Required(field, "PromQL");
        }
    }

    private static void CheckPattern(SourceFindings findings, string? pattern, string field)
    {
        try
        {
            _ = new Regex(pattern ?? "", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            findings.Invalid(field, pattern ?? "", $"must be a regular expression: {error.Message.ReplaceLineEndings(" ")}");
        }
    }
}
