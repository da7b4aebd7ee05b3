using System.Globalization;
using System.Text;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Writes what a node's pods have used in the text form of the kubelet's /metrics/resource.</summary>
internal static class NodeMetrics
{
    private const double NodeCores = 0.05;
    private const double NodeBytes = 256 << 20;

    /// <summary>The text at one instant; samples bear it as their timestamp, in milliseconds.</summary>
    /// <param name="node">The node.</param>
    /// <param name="upSince">Since when the node itself has used its own little share.</param>
    /// <param name="now">The instant.</param>
    public static string Write(SimulatedNode node, DateTimeOffset upSince, DateTimeOffset now)
    {
        var samples = node.Runs.OrderBy(run => run.Namespace, StringComparer.Ordinal).ThenBy(run => run.Name, StringComparer.Ordinal)
            .SelectMany(run => Read(run, now)).ToList();
        var pods = samples.GroupBy(sample => sample.PodLabels).ToList();
        var stamp = now.ToUnixTimeMilliseconds();
        var nodeCpu = ((now - upSince).TotalSeconds * NodeCores) + node.UsedByGone + samples.Sum(sample => sample.Cpu);
        var text = new StringBuilder();
        Family(text, "container_cpu_usage_seconds_total", "Cumulative cpu time consumed by the container in core-seconds", "counter");
        samples.ForEach(sample => Line(text, "container_cpu_usage_seconds_total", sample.Labels, sample.Cpu, stamp));
        Family(text, "container_memory_working_set_bytes", "Current working set of the container in bytes", "gauge");
        samples.ForEach(sample => Line(text, "container_memory_working_set_bytes", sample.Labels, sample.Memory, stamp));
        Family(text, "container_start_time_seconds", "Start time of the container since unix epoch in seconds", "gauge");
        samples.ForEach(sample => Line(text, "container_start_time_seconds", sample.Labels, sample.Started, null));
        Family(text, "node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", "counter");
        Line(text, "node_cpu_usage_seconds_total", "", nodeCpu, stamp);
        Family(text, "node_memory_working_set_bytes", "Current working set of the node in bytes", "gauge");
        Line(text, "node_memory_working_set_bytes", "", NodeBytes + samples.Sum(sample => sample.Memory), stamp);
        Family(text, "pod_cpu_usage_seconds_total", "Cumulative cpu time consumed by the pod in core-seconds", "counter");
        pods.ForEach(pod => Line(text, "pod_cpu_usage_seconds_total", pod.Key, pod.Sum(sample => sample.Cpu), stamp));
        Family(text, "pod_memory_working_set_bytes", "Current working set of the pod in bytes", "gauge");
        pods.ForEach(pod => Line(text, "pod_memory_working_set_bytes", pod.Key, pod.Sum(sample => sample.Memory), stamp));
        Family(text, "resource_scrape_error", "1 if there was an error while getting container metrics, 0 otherwise", "gauge");
        Line(text, "resource_scrape_error", "", 0, null);
        return text.ToString();
    }

    private static IEnumerable<Sample> Read(PodRun run, DateTimeOffset now)
    {
        foreach (var container in run.Started.Where(container => container.State.Phase == ContainerPhase.Running))
        {
            var started = container.State.StartedAt.GetValueOrDefault().ToUnixTimeMilliseconds() / 1000.0;
            var podLabels = $"{{namespace=\"{run.Namespace}\",pod=\"{run.Name}\"}}";
            var labels = $"{{container=\"{container.State.Name}\",namespace=\"{run.Namespace}\",pod=\"{run.Name}\"}}";
            yield return new Sample(podLabels, labels, started)
            {
                Cpu = container.Work?.CpuSeconds(now) ?? 0,
                Memory = container.MemoryBytes(now),
            };
        }
    }

    private static void Family(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(" [STABLE] ").Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, string labels, double value, long? stamp)
    {
        text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture));
        if (stamp is { } milliseconds)
        {
            text.Append(' ').Append(milliseconds.ToString(CultureInfo.InvariantCulture));
        }

        text.Append('\n');
    }

    private readonly record struct Sample(string PodLabels, string Labels, double Started)
    {
        public double Cpu { get; init; }

        public double Memory { get; init; }
    }
}
