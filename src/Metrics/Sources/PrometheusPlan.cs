using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// What must be asked so that everybody gets the metrics that they ask for: one query for all namespaces and objects, and another one
/// only where the query itself must say which namespace or selector is meant.
/// </summary>
internal static class PrometheusPlan
{
    /// <summary>The targets of one metric, each with whether an autoscaler looks at it, given what autoscalers ask of the metric.</summary>
    public static IEnumerable<(PrometheusTarget Target, bool IsWatched)> Of(
        PrometheusMetric metric, IReadOnlyList<AskedSelector> asked, FeedScope scope)
    {
        AskedSelector[] visible = [.. asked.Where(one => scope.Covers(one.Namespace))];
        if (metric.Rule.Series is not null && visible.Length == 0)
        {
            return [(Unasked(metric), false)];
        }

        if (!metric.Rule.Query.UsesMatchers)
        {
            return [(Target(metric, NewTerms(metric, []), null, ""), visible.Length > 0)];
        }

        var perNamespace = IsPerNamespace(metric);
        var looked = visible.Select(one => perNamespace ? one : one with { Namespace = "" }).ToHashSet();
        var targets = looked.Union(Standing(metric, scope)).Select(one => (Ask(metric, one, scope), looked.Contains(one))).ToList();
        return targets.Count > 0 ? targets : [(Unasked(metric), false)];
    }

    // What is asked though no autoscaler may want it, since others may look. Namespace "" stands for all of them.
    private static IEnumerable<AskedSelector> Standing(PrometheusMetric metric, FeedScope scope)
    {
        var perNamespace = IsPerNamespace(metric);
        var isPossible = metric.Rule.Series is null && (!perNamespace || scope.Namespace.Length > 0);
        return isPossible ? [new AskedSelector(perNamespace ? scope.Namespace : "", LabelSelector.Everything)] : [];
    }

    private static bool IsPerNamespace(PrometheusMetric metric) =>
        metric.NamespaceLabel is not null && (metric.Of is null || !metric.Rule.Query.CoversAllNamespaces);

    private static PrometheusTarget Ask(PrometheusMetric metric, AskedSelector asked, FeedScope scope)
    {
        var text = asked.Selector.ToString();
        try
        {
            List<LabelMatcher> matchers = [.. asked.Selector.Requirements.Select(LabelMatcher.Of)];
            var place = asked.Namespace.Length > 0 ? asked.Namespace : scope.Namespace;
            if (metric.NamespaceLabel is { } label)
            {
                matchers.Add(place.Length > 0 ? LabelMatcher.Equal(label, place) : LabelMatcher.Present(label));
            }

            if (metric.Of is { } of)
            {
                var isOwnNamespace = of.Kind is { Group: "", Kind: "Namespace" } && scope.Namespace.Length > 0;
                matchers.Add(isOwnNamespace ? LabelMatcher.Equal(of.Label, scope.Namespace) : LabelMatcher.Present(of.Label));
            }

            return Target(metric, NewTerms(metric, matchers), text, asked.Namespace);
        }
        catch (FormatException refused)
        {
            return Target(metric, null, text, asked.Namespace) with { Problem = refused.Message };
        }
    }

    private static QueryTerms NewTerms(PrometheusMetric metric, IReadOnlyList<LabelMatcher> matchers) => new()
    {
        Series = metric.Series,
        Matchers = matchers,
        GroupBy = metric.Of is { } of ? [.. metric.NamespaceLabel is { } label ? [label] : Array.Empty<string>(), of.Label] : [],
    };

    private static PrometheusTarget Target(PrometheusMetric metric, QueryTerms? terms, string? applied, string @namespace) => new()
    {
        Metric = metric.Name,
        Of = metric.Of,
        NamespaceLabel = metric.NamespaceLabel,
        Namespace = @namespace,
        Applied = applied,
        Query = terms is null ? null : metric.Rule.Query.Expand(terms),
        Window = metric.Rule.Window,
        OnEmpty = metric.Rule.OnEmpty,
        IsDiscovered = metric.Rule.Series is not null,
    };

    private static PrometheusTarget Unasked(PrometheusMetric metric) => new()
    {
        Metric = metric.Name,
        Of = metric.Of,
        Problem = "it is only queried while somebody asks for it",
        IsUnasked = true,
        IsDiscovered = metric.Rule.Series is not null,
    };
}
