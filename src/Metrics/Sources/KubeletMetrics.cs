namespace Autoscale.Metrics.Sources;

/// <summary>
/// Reads what a kubelet says at /metrics/resource. A container counts when it has a CPU counter and memory; without CPU, without
/// memory or with no memory at all it was not measured, and its pod is left out, as metrics-server does. A CPU counter of zero is
/// a zero here, though metrics-server takes it for unmeasured: an idle container is idle, not missing.
/// </summary>
internal static class KubeletMetrics
{
    private enum Family
    {
        Other,
        NodeCpu,
        NodeMemory,
        ContainerCpu,
        ContainerMemory,
        ContainerStart,
    }

    /// <summary>
    /// Reads a scrape of a node, whose containers are probably those expected; samples without a time are of the given one. Throws
    /// <see cref="FormatException"/>.
    /// </summary>
    public static NodeSample Read(ReadOnlySpan<byte> text, DateTimeOffset now, NodeShape expected)
    {
        var reader = new PrometheusText(text);
        var (node, containers, last) = (new ContainerDraft(), new ScrapeDraft(expected), Family.Other);
        while (reader.Read())
        {
            var family = FamilyOf(reader.Name);
            if (family != last)
            {
                containers.Rewind();
                last = family;
            }

            if (family is Family.NodeCpu or Family.NodeMemory)
            {
                Set(ref node, family, reader, now);
            }
            else if (family != Family.Other && ContainerLabels.TryRead(reader, out var labels))
            {
                Set(ref containers.Of(labels), family, reader, now);
            }
        }

        return containers.Complete(node.Point);
    }

    private static void Set(ref ContainerDraft draft, Family family, PrometheusText sample, DateTimeOffset now)
    {
        switch (family)
        {
            case Family.NodeCpu or Family.ContainerCpu:
                draft.SetCpu(sample.Value, (sample.Timestamp is { } milliseconds ? UnixTime.Of(milliseconds) : null) ?? now.UtcDateTime);
                break;
            case Family.NodeMemory or Family.ContainerMemory:
                draft.SetMemory(sample.Value);
                break;
            default:
                draft.SetStart(sample.Value);
                break;
        }
    }

    private static Family FamilyOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("container_cpu_usage_seconds_total"u8) => Family.ContainerCpu,
        _ when name.SequenceEqual("container_memory_working_set_bytes"u8) => Family.ContainerMemory,
        _ when name.SequenceEqual("container_start_time_seconds"u8) => Family.ContainerStart,
        _ when name.SequenceEqual("node_cpu_usage_seconds_total"u8) => Family.NodeCpu,
        _ when name.SequenceEqual("node_memory_working_set_bytes"u8) => Family.NodeMemory,
        _ => Family.Other,
    };
}
