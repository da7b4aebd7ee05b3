using System.Globalization;
using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.History;

/// <summary>The queries that past usage is read by, as upstream asks them.</summary>
internal sealed class HistoryQueries
{
    private readonly HistoryOptions _options;

    /// <summary>Queries about a namespace; "" for all.</summary>
    public HistoryQueries(HistoryOptions options, string @namespace)
    {
        _options = options;
        var job = options.CadvisorJob.Length > 0 ? $"job={Quoted(options.CadvisorJob)}, " : "";
        var one = @namespace.Length > 0 ? $", {options.ContainerNamespaceLabel}={Quoted(@namespace)}" : "";
        var (pod, name) = (options.ContainerPodLabel, options.ContainerNameLabel);
        var selector = $"{job}{pod}=~\".+\", {name}!=\"POD\", {name}!=\"\"{one}";
        Cpu = $"rate({options.CpuMetric}{{{selector}}}[{Duration(options.Resolution)}])";
        Memory = $"{options.MemoryMetric}{{{selector}}}";
    }

    /// <summary>CPU in cores, by container.</summary>
    public string Cpu { get; }

    /// <summary>Memory in bytes, by container.</summary>
    public string Memory { get; }

    /// <summary>
    /// Labels of pods: the user's range as it is; of a selector without one, when each of its series was last there, which also finds
    /// the labels of pods that are gone.
    /// </summary>
    public string Labels => HasRange
        ? _options.PodLabelsQuery
        : $"max_over_time(timestamp({_options.PodLabelsQuery})[{Duration(_options.Length)}:{Duration(_options.Resolution)}])";

    /// <summary>Whether the samples of <see cref="Labels"/> are moments themselves, in seconds.</summary>
    public bool LabelsAreMoments => !HasRange;

    private bool HasRange => _options.PodLabelsQuery.TrimEnd().EndsWith(']');

    /// <summary>A duration as Prometheus writes it, in the largest unit that fits, e.g. 8d, 1h, 90s.</summary>
    public static string Duration(TimeSpan duration)
    {
        var (unit, suffix) = duration.Ticks switch
        {
            var ticks when ticks % TimeSpan.TicksPerDay == 0 => (TimeSpan.TicksPerDay, "d"),
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => (TimeSpan.TicksPerHour, "h"),
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => (TimeSpan.TicksPerMinute, "m"),
            var ticks when ticks % TimeSpan.TicksPerSecond == 0 => (TimeSpan.TicksPerSecond, "s"),
            _ => (TimeSpan.TicksPerMillisecond, "ms"),
        };
        return (duration.Ticks / unit).ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
