using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>The series of one metric, found by the values of their labels: thousands of autoscalers look at one queue of thousands each.</summary>
internal sealed class SeriesIndex
{
    private readonly FedSlot<ExternalSeries>[] _all;
    private readonly Dictionary<(string Label, string Value), List<FedSlot<ExternalSeries>>> _byLabel = [];

    public SeriesIndex(IEnumerable<FedSlot<ExternalSeries>> slots)
    {
        _all = [.. slots];
        foreach (var slot in _all)
        {
            foreach (var (label, value) in slot.Series.Labels)
            {
                if (!_byLabel.TryGetValue((label, value), out var same))
                {
                    _byLabel.Add((label, value), same = []);
                }

                same.Add(slot);
            }
        }
    }

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

            var candidates = _byLabel.TryGetValue((requirement.Key, value), out var same) ? same : [];
            fewest = candidates.Count < fewest.Count ? candidates : fewest;
        }

        return fewest;
    }
}
