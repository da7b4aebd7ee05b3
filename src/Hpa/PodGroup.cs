namespace Autoscale.Hpa;

/// <summary>How a pod counts for a metric.</summary>
public enum PodGroup
{
    /// <summary>Its sample counts.</summary>
    Ready,

    /// <summary>Not ready yet: its sample does not count; on the way up it is taken to use nothing.</summary>
    Unready,

    /// <summary>Without a sample: it is taken to use its target on the way down and nothing on the way up.</summary>
    Missing,

    /// <summary>Failed or being deleted: it does not count at all.</summary>
    Ignored,
}
