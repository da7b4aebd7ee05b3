using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>What is asked of a declared Prometheus server; what is wrong with it is told among the findings.</summary>
internal static class PrometheusPlan
{
    private static readonly string[] EmptyMeanings = ["Absent", "Zero"];

    /// <summary>The server's address, or null.</summary>
    public static Uri? Url(SourceFindings findings, PrometheusSpec server) =>
        findings.Address("spec.prometheus.url", server.Url, mayHaveQuery: true, "http", "https");

    /// <summary>The rules for the metrics of a source, as far as they can be followed.</summary>
    public static IReadOnlyList<PrometheusRule> Rules(SourceFindings findings, PrometheusSpec server, IDeclaredSource source)
    {
        var metrics = source.Spec.Metrics ?? [];
        var rules = server.Discover ?? [];
        if (metrics.Count + rules.Count == 0)
        {
            findings.Required("spec.metrics", "a prometheus source must have metrics, or rules in prometheus.discover");
        }

        return
        [
            .. metrics.Index().Select(one => Named(findings, $"spec.metrics[{one.Index}]", one.Item, source)).OfType<PrometheusRule>(),
            .. rules.Index().Select(one => Discovering(findings, $"spec.prometheus.discover[{one.Index}]", one.Item, source)).OfType<PrometheusRule>(),
        ];
    }

    /// <summary>What is asked for the metrics that a source without problems owns, and for those that it discovers.</summary>
    public static PrometheusSourceOptions Options(
        PrometheusSpec server, IDeclaredSource source, SourceConnection connection, IReadOnlySet<MetricClaim> owned)
    {
        var findings = new SourceFindings();
        return new PrometheusSourceOptions
        {
            Url = Url(findings, server) ?? throw new InvalidOperationException("a source without problems has an address"),
            Connection = connection,
            Rules = [.. Rules(findings, server, source).Select(rule => Owned(rule, owned)).OfType<PrometheusRule>()],
        };
    }

    private static PrometheusRule? Owned(PrometheusRule rule, IReadOnlySet<MetricClaim> owned)
    {
        if (rule.Name.Length == 0 || rule.Of is not { } of)
        {
            return rule.Name.Length == 0 || owned.Contains(new MetricClaim(null, rule.Name)) ? rule : null;
        }

        LabelledKind[] kinds = [.. of.Kinds.Where(kind => owned.Contains(new MetricClaim(kind.Kind, rule.Name)))];
        return kinds.Length > 0 ? rule with { Of = of with { Kinds = kinds } } : null;
    }

    private static PrometheusRule? Named(SourceFindings findings, string field, OfferedMetric metric, IDeclaredSource source)
    {
        MetricFields.ForbidQueues(findings, field, "a prometheus source", metric);
        return Rule(findings, field, new DiscoveryRule
        {
            Query = metric.Query ?? "",
            Window = metric.Window,
            OnEmpty = metric.OnEmpty,
            NamespaceLabel = metric.NamespaceLabel,
            Of = metric.Of,
        }, source) is { } rule
            ? Usable(findings, field, rule with { Name = metric.Name })
            : null;
    }

    private static PrometheusRule? Discovering(SourceFindings findings, string field, DiscoveryRule declared, IDeclaredSource source)
    {
        if (declared.Series.Length == 0)
        {
            findings.Required($"{field}.series", "a series selector of PromQL");
        }

        var naming = findings.Read($"{field}.name.matches", declared.Name?.Matches ?? "", _ => new SeriesNaming(declared.Name?.Matches, declared.Name?.As));
        SeriesNameFilter?[] filters = [.. (declared.Filters ?? []).Index().Select(one => Filter(findings, $"{field}.filters[{one.Index}]", one.Item))];
        return Rule(findings, field, declared, source) is { } rule && naming is not null && !filters.Contains(null)
            ? Usable(findings, field, rule with { Series = declared.Series, Naming = naming, Filters = [.. filters.OfType<SeriesNameFilter>()] })
            : null;
    }

    // What rules that name their metric and those that discover have in common.
    private static PrometheusRule? Rule(SourceFindings findings, string field, DiscoveryRule declared, IDeclaredSource source)
    {
        var query = findings.Read($"{field}.query", declared.Query, QueryTemplate.Parse);
        var window = findings.Duration($"{field}.window", declared.Window, SpecLimits.Window);
        var onEmpty = findings.Choice($"{field}.onEmpty", declared.OnEmpty, EmptyMeanings);
        var kinds = AssociationPlan.Kinds(findings, $"{field}.of", declared.Of, source);
        Label(findings, $"{field}.namespaceLabel", declared.NamespaceLabel);
        Label(findings, $"{field}.of.namespaceLabel", declared.Of?.NamespaceLabel);
        if (declared is { Of: not null, NamespaceLabel: not null })
        {
            findings.Forbidden($"{field}.namespaceLabel", "the namespace of objects is told by of.namespaceLabel");
        }

        return query is null ? null : new PrometheusRule
        {
            Query = query,
            Window = window,
            OnEmpty = onEmpty == "Zero" ? EmptyMeaning.Zero : EmptyMeaning.Absent,
            NamespaceLabel = declared.NamespaceLabel,
            Of = declared.Of is { } of ? new() { Kinds = kinds, NamespaceLabel = of.NamespaceLabel ?? "namespace" } : null,
        };
    }

    private static PrometheusRule? Usable(SourceFindings findings, string field, PrometheusRule rule)
    {
        // Rules without kinds have been told of already.
        if (rule.Problem is not { } problem || rule.Of is { Kinds.Count: 0 })
        {
            return rule;
        }

        findings.Unusable(field, problem);
        return null;
    }

    private static SeriesNameFilter? Filter(SourceFindings findings, string field, SeriesFilter filter)
    {
        switch (filter)
        {
            case { Is: { } pattern, IsNot: null }:
                return findings.Read($"{field}.is", pattern, SeriesNameFilter.Is);
            case { Is: null, IsNot: { } pattern }:
                return findings.Read($"{field}.isNot", pattern, SeriesNameFilter.IsNot);
            default:
                findings.Unusable(field, "exactly one of is and isNot must be set");
                return null;
        }
    }

    private static void Label(SourceFindings findings, string field, string? label)
    {
        if (label is not null)
        {
            findings.LabelName(field, label);
        }
    }
}
