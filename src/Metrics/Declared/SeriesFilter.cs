namespace Autoscale.Metrics.Declared;

/// <summary>A condition on the name of a series; one of the two is set.</summary>
public sealed record SeriesFilter
{
    /// <summary>A regular expression that the name must match.</summary>
    public string? Is { get; init; }

    /// <summary>A regular expression that the name must not match.</summary>
    public string? IsNot { get; init; }
}
