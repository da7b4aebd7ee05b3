using System.Text.Json.Serialization;

namespace Autoscale.Metrics;

/// <summary>One reading of one series, as an application reports it.</summary>
public sealed record ReportedReading
{
    /// <summary>The metric's name, as autoscalers find it; 1 to 253 characters without slash and percent sign.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The value as Kubernetes writes quantities ("12", "1500m", "2Ki"), in JSON also a bare number; not negative.</summary>
    [JsonConverter(typeof(ReportedValueConverter))]
    public string Value { get => field ?? ""; init; }

    /// <summary>The series' labels, from which autoscalers select; at most 32, names of at most 316 characters, values of at most 256.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The namespace that may read it; null for that of the source, or for every namespace where the source has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object that a custom metric describes; null for an external metric.</summary>
    public ReportedObject? Object { get; init; }

    /// <summary>When the value was measured; null for the moment of its arrival. At most an hour ahead, which counts as now.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>For how many seconds the value counts, from 1 to 3600; null for the lifetime that the source has by default.</summary>
    public double? LifetimeSeconds { get; init; }
}
