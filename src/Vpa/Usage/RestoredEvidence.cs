namespace Autoscale.Vpa.Usage;

/// <summary>
/// What a checkpoint said of a container: its usage, and the memory intervals that were open then. Their peaks count at once, and
/// move to the pods that go on with their interval.
/// </summary>
internal sealed class RestoredEvidence
{
    private readonly Dictionary<string, OpenWindow> _open;
    private readonly uint _lastEnd;

    public RestoredEvidence(ContainerEvidence evidence, IReadOnlyList<OpenWindow> open)
    {
        Evidence = evidence;
        _open = open.DistinctBy(window => window.Pod, StringComparer.Ordinal).ToDictionary(window => window.Pod, StringComparer.Ordinal);
        foreach (var window in _open.Values)
        {
            Count(window, evidence.AddPeak, evidence.AddOomPeak);
            _lastEnd = Math.Max(_lastEnd, UnixSecond.Of(window.End).Value);
        }
    }

    /// <summary>The usage.</summary>
    public ContainerEvidence Evidence { get; }

    /// <summary>Whether no pod is going to go on with an interval of it.</summary>
    public bool IsSettled => _open.Count == 0;

    /// <summary>The interval of a pod if it has not ended, whose peak no longer counts here.</summary>
    public OpenWindow? Resume(string pod, UnixSecond time)
    {
        EndWindows(time);
        if (!_open.Remove(pod, out var window) || time.Value >= UnixSecond.Of(window.End).Value)
        {
            return null;
        }

        Count(window, Evidence.SubtractPeak, Evidence.SubtractOomPeak);
        return window;
    }

    /// <summary>Once all intervals have ended no pod goes on with any.</summary>
    public void EndWindows(UnixSecond now)
    {
        if (now.Value >= _lastEnd)
        {
            _open.Clear();
        }
    }

    private static void Count(OpenWindow window, Action<long, UnixSecond> usage, Action<OomPeak> oom)
    {
        var end = UnixSecond.Of(window.End);
        if (window.OomPeak > window.UsagePeak)
        {
            oom(new(end, window.OomPeak));
        }
        else
        {
            usage(window.UsagePeak, end);
        }
    }
}
