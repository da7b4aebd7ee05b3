using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;

namespace Autoscale.Converts;

/// <summary>Makes of a rule of prometheus-adapter what a source says of the same series; all that is wrong is told with its field.</summary>
internal sealed class RuleConversion(string from, AdapterRule rule)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    /// <summary>What is wrong, with the field; empty when the rule is converted.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Converts a rule for the metrics of objects, for a source of the whole cluster or of one namespace.</summary>
    public ConvertedRule OfObjects(bool isNamespaced)
    {
        var mapping = Mapping();
        var association = mapping.Associate(isNamespaced, _notes);
        if (association.Kinds.Count == 0)
        {
            Wrong("resources", "must say in overrides or by a template which labels name objects");
        }

        return Converted(new DiscoveryRule { Of = association });
    }

    /// <summary>Converts a rule for external metrics.</summary>
    public ConvertedRule External()
    {
        var label = rule.Resources?.Namespaced == false ? null : Mapping().NamespaceLabel;
        if (label is null && rule.Resources?.Namespaced != false)
        {
            _notes.Add("resources say of no label that it holds the namespace, so prometheus-adapter could not ask; here every namespace may read it");
        }

        return Converted(new DiscoveryRule { NamespaceLabel = label });
    }

    private ResourceMapping Mapping()
    {
        var mapping = new ResourceMapping(rule.Resources ?? new());
        if (mapping.Problem is { } problem)
        {
            Wrong("resources.template", problem);
        }

        return mapping;
    }

    private ConvertedRule Converted(DiscoveryRule about)
    {
        if (rule.SeriesQuery.Length == 0)
        {
            Wrong("seriesQuery", "must be a series selector of PromQL");
        }

        if (rule.LabelValueReplacements.Count > 0)
        {
            _notes.Add("labelValueReplacements have no counterpart: values of labels are as Prometheus has them");
        }

        Try("metricsQuery", () => QueryTemplate.Parse(rule.MetricsQuery));
        return new(from, about with { Series = rule.SeriesQuery, Filters = Filters(), Name = Naming(), Query = rule.MetricsQuery.Trim() }, _notes);
    }

    private List<SeriesFilter>? Filters()
    {
        var filters = new List<SeriesFilter>();
        foreach (var (index, filter) in rule.SeriesFilters.Index())
        {
            var field = $"seriesFilters[{index}]";
            var (passes, fails) = (Pattern(filter?.Is), Pattern(filter?.IsNot));
            if (passes is null == fails is null)
            {
                Wrong(field, "must have either is or isNot");
                continue;
            }

            Try(field, () => passes is not null ? SeriesNameFilter.Is(passes) : SeriesNameFilter.IsNot(fails ?? ""));
            filters.Add(new SeriesFilter { Is = passes, IsNot = fails });
        }

        return filters.Count > 0 ? filters : null;
    }

    private MetricNaming? Naming()
    {
        var (matches, named) = (Pattern(rule.Name?.Matches), rule.Name?.As is { Length: > 0 } given ? given : null);
        Try("name", () => new SeriesNaming(matches, named));
        return matches is null && named is null ? null : new MetricNaming { Matches = matches, As = named };
    }

    // Go alone writes the names of groups with a P.
    private static string? Pattern(string? pattern) =>
        string.IsNullOrEmpty(pattern) ? null : pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);

    private void Try(string field, Func<object> read)
    {
        try
        {
            _ = read();
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException)
        {
            Wrong(field, wrong.Message);
        }
    }

    private void Wrong(string field, string message) => _problems.Add($"{from}.{field}: {message.ReplaceLineEndings(" ")}");
}
