namespace Autoscale.Kubernetes.Models;

/// <summary>Defaults and bounds for one type of object.</summary>
public sealed record LimitRangeItem
{
    /// <summary>Container, Pod or PersistentVolumeClaim; other types restrict nothing.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>The most per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? Max { get; init; }

    /// <summary>The least per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? Min { get; init; }

    /// <summary>Limits for containers that have none.</summary>
    public IReadOnlyDictionary<string, Quantity>? Default { get; init; }

    /// <summary>Requests for containers that have none.</summary>
    public IReadOnlyDictionary<string, Quantity>? DefaultRequest { get; init; }

    /// <summary>How many times its request a limit may be.</summary>
    public IReadOnlyDictionary<string, Quantity>? MaxLimitRequestRatio { get; init; }
}
