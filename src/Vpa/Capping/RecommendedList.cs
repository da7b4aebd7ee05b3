namespace Autoscale.Vpa.Capping;

/// <summary>The lists of a recommendation that are bounded.</summary>
internal enum RecommendedList
{
    /// <summary>The requests that a container should have.</summary>
    Target,

    /// <summary>Below it the container suffers.</summary>
    LowerBound,

    /// <summary>Beyond it resources are wasted.</summary>
    UpperBound,
}
