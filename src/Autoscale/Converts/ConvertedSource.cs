using Autoscale.Metrics.Declared;

namespace Autoscale.Converts;

/// <summary>A source to be written; without rules it is only notes.</summary>
internal sealed record ConvertedSource(string Place, string Name, string Url, IReadOnlyList<ConvertedRule> Rules, IReadOnlyList<string> Notes)
{
    private const string Rule = "spec.prometheus.discover[";

    /// <summary>What it declares.</summary>
    public MetricSourceSpec Spec => new() { Prometheus = new PrometheusSpec { Url = Url, Discover = [.. Rules.Select(rule => rule.Rule)] } };

    /// <summary>Which rule of the file a field was made of, as "rules[3]: "; "" where it is none.</summary>
    public string FromOf(string field) =>
        field.StartsWith(Rule, StringComparison.Ordinal) && int.TryParse(field[Rule.Length..].Split(']')[0], out var index) && index < Rules.Count
            ? $"{Rules[index].From}: "
            : "";
}
