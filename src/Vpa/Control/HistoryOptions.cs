using System.ComponentModel.DataAnnotations;
using Autoscale.Metrics.Control;

namespace Autoscale.Vpa.Control;

/// <summary>What past usage is read of Prometheus, by upstream's names of metrics and labels.</summary>
public sealed record HistoryOptions
{
    /// <summary>The server; null (the default) for none.</summary>
    public Uri? Address { get; init; }

    /// <summary>Who we are to the server, and whom we take for it.</summary>
    public SourceConnection Connection { get; init; } = new();

    /// <summary>How far back usage is read, 1 min to 1 year; 8 days by default.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(8);

    /// <summary>How far apart the samples are, and over how long CPU is averaged, 1 s to 1 day; 1 h by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Resolution { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long one answer may take, 1 s to 1 h; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The job that scrapes containers; "kubernetes-cadvisor" by default, "" for any.</summary>
    public string CadvisorJob { get; init; } = "kubernetes-cadvisor";

    /// <summary>The counter of CPU seconds.</summary>
    public string CpuMetric { get; init; } = "container_cpu_usage_seconds_total";

    /// <summary>The bytes of memory in use.</summary>
    public string MemoryMetric { get; init; } = "container_memory_working_set_bytes";

    /// <summary>The label of containers' metrics that has the namespace.</summary>
    public string ContainerNamespaceLabel { get; init; } = "namespace";

    /// <summary>The label of containers' metrics that has the pod.</summary>
    public string ContainerPodLabel { get; init; } = "pod_name";

    /// <summary>The label of containers' metrics that has the container.</summary>
    public string ContainerNameLabel { get; init; } = "name";

    /// <summary>
    /// The query whose series bear the labels of pods. Upstream wants a range of it, and reads nothing with its own default; here a
    /// selector without a range is looked up over the whole time.
    /// </summary>
    public string PodLabelsQuery { get; init; } = "up{job=\"kubernetes-pods\"}";

    /// <summary>What the names of pods' labels are prefixed with.</summary>
    public string PodLabelPrefix { get; init; } = "pod_label_";

    /// <summary>The label of pods' metrics that has the namespace.</summary>
    public string PodNamespaceLabel { get; init; } = "kubernetes_namespace";

    /// <summary>The label of pods' metrics that has the pod.</summary>
    public string PodNameLabel { get; init; } = "kubernetes_pod_name";
}
