namespace Autoscale.LocalCluster.Nodes;

/// <summary>How far a container has come.</summary>
internal enum ContainerPhase
{
    /// <summary>It is being made, or waits for its next try.</summary>
    Waiting,

    /// <summary>Its work is setting up, e.g. connecting to the broker.</summary>
    Starting,

    /// <summary>It works.</summary>
    Running,

    /// <summary>It ended, and its node is about to start it again or to hold it back.</summary>
    Restarting,

    /// <summary>It ended and is not started again.</summary>
    Ended,
}
