using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>An event, core/v1: something that happened to an object, once or several times.</summary>
public sealed record KubeEvent : IKubeObject
{
    /// <summary>Group and version.</summary>
    public string ApiVersion { get => field ?? "v1"; init; }

    /// <summary>Kind.</summary>
    public string Kind { get => field ?? "Event"; init; }

    /// <summary>Name and namespace.</summary>
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The object that it happened to.</summary>
    public ObjectReference InvolvedObject { get => field ?? new(); init; }

    /// <summary>Normal or Warning.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>What happened, in one word for programs.</summary>
    public string Reason { get => field ?? ""; init; }

    /// <summary>What happened, for people.</summary>
    public string Message { get => field ?? ""; init; }

    /// <summary>Who reports it.</summary>
    public EventSource Source { get => field ?? new(); init; }

    /// <summary>When it happened first, in whole seconds.</summary>
    [JsonConverter(typeof(KubeTimeConverter))]
    public DateTimeOffset? FirstTimestamp { get; init; }

    /// <summary>When it happened last, in whole seconds.</summary>
    [JsonConverter(typeof(KubeTimeConverter))]
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>How often it happened.</summary>
    public int Count { get; init; }

    /// <summary>The reporting controller; the same as the source's component.</summary>
    public string ReportingComponent { get => field ?? ""; init; }

    /// <summary>The reporting instance; the same as the source's host.</summary>
    public string ReportingInstance { get => field ?? ""; init; }
}
