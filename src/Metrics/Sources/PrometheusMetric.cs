namespace Autoscale.Metrics.Sources;

/// <summary>One metric that a rule offers: of a kind of objects, or external when Of is null; Series is the discovered name, if it was.</summary>
internal sealed record PrometheusMetric(PrometheusRule Rule, string Name, string Series, LabelledKind? Of)
{
    /// <summary>Under which kind autoscalers ask for it.</summary>
    public SeriesKind Kind => Of switch
    {
        null => SeriesKind.External,
        { Kind: { Group: "", Kind: "Pod" } } => SeriesKind.PodMetric,
        _ => SeriesKind.ObjectMetric,
    };

    /// <summary>The label that holds the namespace; null where there is none.</summary>
    public string? NamespaceLabel =>
        Of is null ? Rule.NamespaceLabel
        : Of.Kind.IsNamespaced ? Rule.Of?.NamespaceLabel
        : null;

    /// <summary>The metrics of rules that name theirs.</summary>
    public static IEnumerable<PrometheusMetric> Named(IEnumerable<PrometheusRule> rules) =>
        rules.Where(rule => rule.Series is null).SelectMany(rule => ForKinds(rule, rule.Name, "", _ => true));

    /// <summary>
    /// The metrics that a rule makes of discovered series: each for the kinds whose labels the series has. Of several with one name
    /// the last counts, as for prometheus-adapter.
    /// </summary>
    public static IEnumerable<PrometheusMetric> Discovered(PrometheusRule rule, IEnumerable<SeriesShape> shapes) =>
        shapes
            .Where(shape => rule.Filters.All(filter => filter.Passes(shape.Name)))
            .OrderBy(shape => shape.Name, StringComparer.Ordinal)
            .SelectMany(shape => rule.Naming.NameOf(shape.Name) is { } name ? ForKinds(rule, name, shape.Name, shape.Has) : []);

    private static IEnumerable<PrometheusMetric> ForKinds(PrometheusRule rule, string name, string series, Func<string, bool> hasLabel)
    {
        if (rule.Of is not { } of)
        {
            return [new(rule, name, series, null)];
        }

        return of.Kinds
            .Where(kind => hasLabel(kind.Label) && (!kind.Kind.IsNamespaced || hasLabel(of.NamespaceLabel)))
            .Select(kind => new PrometheusMetric(rule, name, series, kind));
    }
}
