namespace Autoscale.Vpa.Models;

/// <summary>One condition of a vertical autoscaler.</summary>
public sealed record VpaCondition
{
    /// <summary>The type, e.g. RecommendationProvided.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>True, False or Unknown.</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>When the status changed last.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why, in one word.</summary>
    public string? Reason { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>The generation that it was found out for; null where the writer did not say.</summary>
    public long? ObservedGeneration { get; init; }
}
