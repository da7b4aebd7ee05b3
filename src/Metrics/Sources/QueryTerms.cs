namespace Autoscale.Metrics.Sources;

/// <summary>What a query's template is expanded with: the fields that prometheus-adapter gives to its templates.</summary>
public sealed record QueryTerms
{
    /// <summary>The name of the series; "" when nothing was discovered.</summary>
    public string Series { get; init; } = "";

    /// <summary>Matchers of the objects and the selector, as PromQL has them between braces.</summary>
    public IReadOnlyList<LabelMatcher> Matchers { get; init; } = [];

    /// <summary>The labels that tell the objects apart.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>The values that a label is matched with, joined by "|"; "" for a label that is not matched.</summary>
    public string ValueOf(string label) => Matchers.LastOrDefault(matcher => matcher.Label == label)?.Values ?? "";
}
