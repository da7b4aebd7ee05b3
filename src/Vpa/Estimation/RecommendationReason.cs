namespace Autoscale.Vpa.Estimation;

/// <summary>Why a resource of a container is recommended as it is.</summary>
public sealed record RecommendationReason
{
    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>The resource, cpu or memory.</summary>
    public required string Resource { get; init; }

    /// <summary>Samples of CPU, by which the confidence of both resources is reckoned.</summary>
    public required long Samples { get; init; }

    /// <summary>When the first of them was taken; null without one.</summary>
    public DateTimeOffset? FirstSample { get; init; }

    /// <summary>When the last of them was taken; null without one.</summary>
    public DateTimeOffset? LastSample { get; init; }

    /// <summary>Confidence intervals of history, 0 or more; upstream's are days.</summary>
    public required double Confidence { get; init; }

    /// <summary>Target, lower bound and upper bound; empty where nothing is recommended.</summary>
    public IReadOnlyList<BoundReason> Bounds { get; init; } = [];

    /// <summary>Why nothing is recommended; null where something is.</summary>
    public string? Absence { get; init; }

    /// <summary>Whether memory follows a season and why, with its back-test; null where none is looked for.</summary>
    public string? Season { get; init; }
}
