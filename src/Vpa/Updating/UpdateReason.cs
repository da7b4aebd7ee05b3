namespace Autoscale.Vpa.Updating;

/// <summary>Why a pod is changed, or left as it is.</summary>
public enum UpdateReason
{
    /// <summary>Left: no controller made the pod, so that nobody would make it again.</summary>
    NoController,

    /// <summary>Left: its controller has fewer live pods than the minimum.</summary>
    TooFewReplicas,

    /// <summary>Left: nobody knows how many pods its controller is to have.</summary>
    ReplicasUnknown,

    /// <summary>Left: nothing is recommended yet.</summary>
    NoRecommendation,

    /// <summary>Left: what is recommended is what it has, or would change nothing.</summary>
    NothingChanges,

    /// <summary>Left: within the recommended range, and too young for a change that is not urgent.</summary>
    TooYoung,

    /// <summary>Left: within the recommended range, and the change is not worth it.</summary>
    TooLittle,

    /// <summary>Left: the change does not go the way that the autoscaler's eviction requirements ask for.</summary>
    RequirementsNotMet,

    /// <summary>Left: too many of its controller's pods would be down.</summary>
    DisruptionBudget,

    /// <summary>Left: it has not started yet.</summary>
    Pending,

    /// <summary>Left: a resize is under way.</summary>
    ResizeUnderWay,

    /// <summary>Left: the node has not begun the resize that was asked for.</summary>
    ResizeAsked,

    /// <summary>Left: the node cannot make the resize, and nothing lower is recommended since.</summary>
    ResizeInfeasible,

    /// <summary>Left: a container would restart by the resize, and its controller has too few pods for that.</summary>
    ResizeRestarts,

    /// <summary>Left: its containers still have more than is recommended while they start.</summary>
    Boosted,

    /// <summary>Left: evictions are held back.</summary>
    EvictionsHeld,

    /// <summary>Left: the change does not fit into a quota of its namespace.</summary>
    NoHeadroom,

    /// <summary>Left: the mode does not change pods that run.</summary>
    ModeLeavesPods,

    /// <summary>Changed: a request is missing or outside the recommended range.</summary>
    OutsideRange,

    /// <summary>Changed: it was killed for want of memory soon after its start.</summary>
    QuickOom,

    /// <summary>Changed: it has lived long with requests that differ enough.</summary>
    Drifted,

    /// <summary>Changed: its containers have started, and need no boost any more.</summary>
    BoostOver,

    /// <summary>Evicted: the node could not make the resize, or not in time.</summary>
    ResizeFailed,

    /// <summary>Evicted: the API refused the resize.</summary>
    ResizeRefused,
}
