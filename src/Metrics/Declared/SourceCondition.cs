using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Declared;

/// <summary>One condition of a declared source.</summary>
public sealed record SourceCondition
{
    /// <summary>Name of the only condition that is written.</summary>
    public const string Ready = "Ready";

    /// <summary>What it is about.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>"True", "False" or "Unknown".</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>The generation of the spec that it is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When Status last changed.</summary>
    [JsonConverter(typeof(KubeTimeConverter))]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why, for programs.</summary>
    public string Reason { get => field ?? ""; init; }

    /// <summary>Why, for people, in one line.</summary>
    public string Message { get => field ?? ""; init; }
}
