using System.Globalization;
using System.Text;

namespace Autoscale.Benchmarks.Metrics;

/// <summary>What a kubelet of Kubernetes 1.36 tells of a node with 30 pods of 2 containers, in its order and with all its metrics.</summary>
internal static class SimulatedPage
{
    public const int Pods = 30;
    public const int Containers = 2;

    private static readonly string[] Names = ["app", "istio-proxy"];
    private static readonly string[] Namespaces = ["checkout", "payments", "search-production"];
    private static readonly double[] Cores = [0.173, 0.0219];

    /// <summary>The page of a node at a time; every counter has gone on since the last one.</summary>
    public static byte[] Write(int node, DateTimeOffset now)
    {
        var text = new StringBuilder(64 * 1024);
        var (stamp, age) = (now.ToUnixTimeMilliseconds(), (now - DateTimeOffset.UnixEpoch).TotalSeconds % 1_000_000);
        Family(text, "container_cpu_usage_seconds_total", "Cumulative cpu time consumed by the container in core-seconds", "counter");
        Each(node, (pod, container) => Line(text, "container_cpu_usage_seconds_total", pod, container, age * Cores[container], stamp));
        Family(text, "container_memory_working_set_bytes", "Current working set of the container in bytes", "gauge");
        Each(node, (pod, container) => Line(text, "container_memory_working_set_bytes", pod, container, 38_123_456 + (stamp % 100_000), stamp));
        Family(text, "container_start_time_seconds", "Start time of the container since unix epoch in seconds", "gauge");
        Each(node, (pod, container) => Line(text, "container_start_time_seconds", pod, container, 1735600000.1234567, null));
        Family(text, "container_swap_usage_bytes", "Current amount of the container swap usage in bytes.", "gauge");
        Each(node, (pod, container) => Line(text, "container_swap_usage_bytes", pod, container, 0, stamp));
        Node(text, "node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", age * 7.1, stamp);
        Node(text, "node_memory_working_set_bytes", "Current working set of the node in bytes", 17_123_456_789, stamp);
        Node(text, "node_swap_usage_bytes", "Current swap usage of the node in bytes.", 0, stamp);
        foreach (var metric in (string[])["pod_cpu_usage_seconds_total", "pod_memory_working_set_bytes", "pod_swap_usage_bytes"])
        {
            Family(text, metric, "What all containers of the pod use together, and the pod itself", "gauge");
            for (var pod = 0; pod < Pods; pod++)
            {
                Line(text, metric, PodOf(node, pod), null, age * 0.2, stamp);
            }
        }

        Node(text, "resource_scrape_error", "1 if there was an error while getting container metrics, 0 otherwise", 0, null);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static (string Namespace, string Name) PodOf(int node, int pod) =>
        (Namespaces[pod * Namespaces.Length / Pods], string.Create(CultureInfo.InvariantCulture, $"{Namespaces[pod % 3]}-service-{(node * 7919L) + 123456789:x8}-{pod:d2}{node % 1000:d3}"));

    private static void Each(int node, Action<(string Namespace, string Name), int> line)
    {
        for (var container = 0; container < Containers; container++)
        {
            for (var pod = 0; pod < Pods; pod++)
            {
                line(PodOf(node, pod), container);
            }
        }
    }

    private static void Node(StringBuilder text, string metric, string help, double value, long? stamp)
    {
        Family(text, metric, help, "gauge");
        Value(text.Append(metric), value, stamp);
    }

    private static void Family(StringBuilder text, string metric, string help, string type) =>
        text.Append("# HELP ").Append(metric).Append(" [STABLE] ").Append(help).Append("\n# TYPE ").Append(metric).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string metric, (string Namespace, string Name) pod, int? container, double value, long? stamp)
    {
        text.Append(metric).Append('{');
        if (container is { } index)
        {
            text.Append("container=\"").Append(Names[index]).Append("\",");
        }

        text.Append("namespace=\"").Append(pod.Namespace).Append("\",pod=\"").Append(pod.Name).Append("\"}");
        Value(text, value, stamp);
    }

    private static void Value(StringBuilder text, double value, long? stamp)
    {
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture));
        if (stamp is { } milliseconds)
        {
            text.Append(' ').Append(milliseconds);
        }

        text.Append('\n');
    }
}
