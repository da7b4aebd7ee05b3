namespace Autoscale.Metrics;

/// <summary>The object that a reported reading describes.</summary>
public sealed record ReportedObject
{
    /// <summary>Version with its group, e.g. apps/v1; null where the kind says it.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind, e.g. Pod.</summary>
    public string Kind { get => field ?? ""; init; }

    /// <summary>The object's name.</summary>
    public string Name { get => field ?? ""; init; }
}
