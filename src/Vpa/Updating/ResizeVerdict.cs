namespace Autoscale.Vpa.Updating;

/// <summary>Whether a pod may be resized, after upstream's InPlaceDecision.</summary>
internal enum ResizeVerdict
{
    /// <summary>It may.</summary>
    Approved,

    /// <summary>Not now.</summary>
    Deferred,

    /// <summary>It cannot; it may be evicted instead.</summary>
    Evict,

    /// <summary>Its node cannot make the last resize; another one may be tried.</summary>
    Infeasible,

    /// <summary>Its node cannot make a resize that asked for no more than this one.</summary>
    InVain,
}
