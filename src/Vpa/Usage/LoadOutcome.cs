namespace Autoscale.Vpa.Usage;

/// <summary>Whether a checkpoint was read; where not, Because says in upstream's words why, and nothing changed.</summary>
public readonly record struct LoadOutcome(string? Because)
{
    /// <summary>It was read.</summary>
    public static LoadOutcome Loaded => default;

    /// <summary>Whether it was read.</summary>
    public bool IsLoaded => Because is null;
}
