namespace Autoscale.Metrics.Sources;

/// <summary>
/// Reads what a kubelet says at /metrics/resource. A container counts when it has a CPU counter and memory; without CPU, without
/// memory or with no memory at all it was not measured, and its pod is left out, as metrics-server does. A CPU counter of zero is
/// a zero here, though metrics-server takes it for unmeasured: an idle container is idle, not missing.
/// </summary>
internal static class KubeletMetrics
{
    private const double Nano = 1e9;

    /// <summary>Reads a scrape; samples without a time are of the given one. Throws <see cref="FormatException"/>.</summary>
    public static NodeSample Read(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        var reader = new PrometheusText(text);
        var node = new Draft();
        var pods = new Dictionary<PodName, Dictionary<string, Draft>>(PodName.Comparer);
        while (reader.Read())
        {
            var time = reader.Timestamp is { } milliseconds ? TimeOf(milliseconds, now) : now;
            if (reader.Name.SequenceEqual("node_cpu_usage_seconds_total"u8))
            {
                node.SetCpu(reader.Value, time);
            }
            else if (reader.Name.SequenceEqual("node_memory_working_set_bytes"u8))
            {
                node.SetMemory(reader.Value);
            }
            else if (reader.Name.StartsWith("container_"u8))
            {
                ReadContainer(reader, time, pods);
            }
        }

        return new NodeSample(node.Complete(), Complete(pods));
    }

    private static void ReadContainer(PrometheusText reader, DateTimeOffset time, Dictionary<PodName, Dictionary<string, Draft>> pods)
    {
        if (reader.Name.SequenceEqual("container_cpu_usage_seconds_total"u8))
        {
            DraftOf(reader, pods)?.SetCpu(reader.Value, time);
        }
        else if (reader.Name.SequenceEqual("container_memory_working_set_bytes"u8))
        {
            DraftOf(reader, pods)?.SetMemory(reader.Value);
        }
        else if (reader.Name.SequenceEqual("container_start_time_seconds"u8))
        {
            DraftOf(reader, pods)?.SetStart(reader.Value);
        }
    }

    private static Draft? DraftOf(PrometheusText reader, Dictionary<PodName, Dictionary<string, Draft>> pods)
    {
        if (reader.Label("namespace"u8) is not { } @namespace
            || reader.Label("pod"u8) is not { } pod
            || reader.Label("container"u8) is not { } container)
        {
            return null;
        }

        var name = new PodName(@namespace, pod);
        if (!pods.TryGetValue(name, out var containers))
        {
            pods.Add(name, containers = new(StringComparer.Ordinal));
        }

        if (!containers.TryGetValue(container, out var draft))
        {
            containers.Add(container, draft = new Draft());
        }

        return draft;
    }

    private static Dictionary<PodName, Dictionary<string, CounterPoint>> Complete(Dictionary<PodName, Dictionary<string, Draft>> pods)
    {
        var complete = new Dictionary<PodName, Dictionary<string, CounterPoint>>(pods.Count, PodName.Comparer);
        foreach (var (pod, drafts) in pods)
        {
            var points = new Dictionary<string, CounterPoint>(drafts.Count, StringComparer.Ordinal);
            foreach (var (container, draft) in drafts)
            {
                if (draft.Complete() is { } point)
                {
                    points.Add(container, point);
                }
            }

            if (points.Count == drafts.Count)
            {
                complete.Add(pod, points);
            }
        }

        return complete;
    }

    private static DateTimeOffset TimeOf(long milliseconds, DateTimeOffset otherwise) =>
        milliseconds is >= 0 and < 253402300800000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : otherwise;

    private sealed class Draft
    {
        private DateTimeOffset _start = DateTimeOffset.MinValue;
        private DateTimeOffset _time;
        private long? _cpu;
        private long? _memory;

        public void SetCpu(double seconds, DateTimeOffset time) => (_cpu, _time) = (Whole(seconds * Nano), time);

        public void SetMemory(double bytes) => _memory = Whole(bytes) is { } whole and > 0 ? whole : null;

        public void SetStart(double seconds) =>
            _start = Whole(seconds * 1000) is { } milliseconds ? TimeOf(milliseconds, _start) : _start;

        public CounterPoint? Complete() => _cpu is { } cpu && _memory is { } memory ? new(_start, _time, cpu, memory) : null;

        /// <summary>Cuts off the fraction; a value that is negative or no number was not measured, one too big saturates.</summary>
        private static long? Whole(double value) => value switch
        {
            >= long.MaxValue => long.MaxValue,
            >= 0 => (long)value,
            _ => null,
        };
    }
}
