using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>The series of one metric, found by the values of their labels: thousands of autoscalers look at one queue of thousands each.</summary>
internal sealed class SeriesIndex(IEnumerable<FedSlot<ExternalSeries>> slots)
{
    private readonly FedSlot<ExternalSeries>[] _all = [.. slots];

    // Made by the first who asks: of the many metrics of a source most are looked at by nobody.
    private volatile Dictionary<(string Label, string Value), List<FedSlot<ExternalSeries>>>? _byLabel;

    /// <summary>The fewest slots that surely hold all that the selector picks.</summary>
    public IReadOnlyList<FedSlot<ExternalSeries>> Candidates(LabelSelector selector)
    {
        IReadOnlyList<FedSlot<ExternalSeries>> fewest = _all;
        foreach (var requirement in selector.Requirements)
        {
            if (selector.ExactValue(requirement.Key) is not { } value)
            {
                continue;
            }

            var byLabel = _byLabel ??= ByLabel();
            var candidates = byLabel.TryGetValue((requirement.Key, value), out var same) ? same : [];
            fewest = candidates.Count < fewest.Count ? candidates : fewest;
        }

        return fewest;
    }

    private Dictionary<(string Label, string Value), List<FedSlot<ExternalSeries>>> ByLabel()
    {
        var found = new Dictionary<(string Label, string Value), List<FedSlot<ExternalSeries>>>();
        foreach (var slot in _all)
        {
            foreach (var (label, value) in PlacesOf(slot.Series))
            {
                if (!found.TryGetValue((label, value), out var same))
                {
                    found.Add((label, value), same = []);
                }

                same.Add(slot);
            }
        }

        return found;
    }

    // A series to which a selector was applied answers it by the values that the selector demands, whatever its labels are.
    private static IEnumerable<KeyValuePair<string, string>> PlacesOf(ExternalSeries series)
    {
        if (series.Applied is not { } applied)
        {
            return series.Labels;
        }

        var selector = LabelSelector.Parse(applied);
        return selector.Requirements
            .Select(requirement => requirement.Key)
            .Distinct()
            .Where(key => selector.ExactValue(key) is not null)
            .Select(key => KeyValuePair.Create(key, selector.ExactValue(key) ?? ""));
    }
}
