using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.History;

/// <summary>The labels that pods had when they were last seen, of those that are gone, too.</summary>
internal sealed class PodLabels(HistoryOptions options, bool samplesAreMoments)
{
    private readonly Dictionary<(string Namespace, string Pod), (double LastSeen, IReadOnlyDictionary<string, string> Labels)> _pods = [];

    /// <summary>How many pods are known.</summary>
    public int Count => _pods.Count;

    /// <summary>Takes a series in; of several of one pod, as it has when its labels change, the one seen last counts.</summary>
    public void Take(IReadOnlyDictionary<string, string> series, IReadOnlyList<HistorySample> samples)
    {
        if (samples.Count == 0
            || !series.TryGetValue(options.PodNamespaceLabel, out var @namespace)
            || !series.TryGetValue(options.PodNameLabel, out var pod))
        {
            return;
        }

        var last = samples[^1];
        var seen = samplesAreMoments ? last.Value : (last.Time - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (!_pods.TryGetValue((@namespace, pod), out var known) || seen > known.LastSeen)
        {
            _pods[(@namespace, pod)] = (seen, LabelsOf(series));
        }
    }

    /// <summary>The labels of a pod, or null.</summary>
    public IReadOnlyDictionary<string, string>? Find(string @namespace, string pod) =>
        _pods.TryGetValue((@namespace, pod), out var known) ? known.Labels : null;

    private Dictionary<string, string> LabelsOf(IReadOnlyDictionary<string, string> series) => series
        .Where(label => label.Key.StartsWith(options.PodLabelPrefix, StringComparison.Ordinal) && label.Key.Length > options.PodLabelPrefix.Length)
        .ToDictionary(label => label.Key[options.PodLabelPrefix.Length..], label => label.Value, StringComparer.Ordinal);
}
