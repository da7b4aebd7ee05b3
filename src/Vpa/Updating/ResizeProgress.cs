namespace Autoscale.Vpa.Updating;

/// <summary>How far a node has come with resizing a pod, after upstream's getResizeStatus.</summary>
internal enum ResizeProgress
{
    /// <summary>Nothing is being resized.</summary>
    None,

    /// <summary>The node has put it off.</summary>
    Deferred,

    /// <summary>The node can never do it.</summary>
    Infeasible,

    /// <summary>It is going on.</summary>
    InProgress,

    /// <summary>It went wrong.</summary>
    Error,

    /// <summary>The node says something that is not known here.</summary>
    Unknown,
}
