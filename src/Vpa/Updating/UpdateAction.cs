namespace Autoscale.Vpa.Updating;

/// <summary>What is done to a pod.</summary>
public enum UpdateAction
{
    /// <summary>Nothing, this time.</summary>
    Leave,

    /// <summary>Its containers' resources are changed while it runs.</summary>
    Resize,

    /// <summary>What its containers got for their start is taken back while it runs.</summary>
    Unboost,

    /// <summary>It is evicted, so that its controller makes another one.</summary>
    Evict,
}
