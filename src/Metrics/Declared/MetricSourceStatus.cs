using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Declared;

/// <summary>What became of a declared source.</summary>
public sealed record MetricSourceStatus
{
    /// <summary>The generation of the spec that it is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>RabbitMQ, Prometheus or Pushed; null while that is not known.</summary>
    public string? Type { get; init; }

    /// <summary>Its conditions; Ready is the one that is written.</summary>
    public IReadOnlyList<SourceCondition>? Conditions { get; init; }

    /// <summary>When it last answered, renewed once a minute at most; null while it never has.</summary>
    [JsonConverter(typeof(KubeTimeConverter))]
    public DateTimeOffset? LastReadTime { get; init; }

    /// <summary>Why the last reading failed, in one line; null while all is well.</summary>
    public string? LastError { get; init; }

    /// <summary>How many series the last reading had.</summary>
    public long? Series { get; init; }

    /// <summary>How often it is asked now, as Go writes durations; null while that is not known.</summary>
    public string? Period { get; init; }

    /// <summary>How many metrics it answers for.</summary>
    public int? MetricCount { get; init; }

    /// <summary>The metrics that it answers for, as the APIs list them.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }
}
