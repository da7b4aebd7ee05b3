namespace Autoscale.Vpa.Estimation;

/// <summary>Why a part of a resource policy has no effect.</summary>
public enum PolicyFaultKind
{
    /// <summary>The minimum is above the maximum, which wins.</summary>
    MinAboveMax,

    /// <summary>The minimum is above the recommender's global maximum, which wins.</summary>
    MinAboveGlobalMax,

    /// <summary>A bound below zero; none is applied.</summary>
    NegativeBound,

    /// <summary>The container is off, so its bounds are never used.</summary>
    OffWithValues,

    /// <summary>The mode is none that is known; it counts as Auto.</summary>
    UnknownMode,

    /// <summary>No pod has the container.</summary>
    UnknownContainer,

    /// <summary>Another entry names the same container and counts.</summary>
    DuplicateContainer,

    /// <summary>The entry names no container.</summary>
    MissingContainer,

    /// <summary>A resource that is never recommended.</summary>
    UnknownResource,
}
