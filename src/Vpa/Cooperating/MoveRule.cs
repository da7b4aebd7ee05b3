namespace Autoscale.Vpa.Cooperating;

/// <summary>The rule that says whether requests of a resource may move; the names are the reasons of conditions.</summary>
public enum MoveRule
{
    /// <summary>Replicas are at the floor: only requests can still follow the load.</summary>
    AtFloor,

    /// <summary>Replicas are at the ceiling: requests may be raised at once, and lowered once replicas have been steady.</summary>
    AtCeiling,

    /// <summary>Replicas have been unchanged for long enough.</summary>
    Steady,

    /// <summary>Replicas are about to change, or rise as fast as they may.</summary>
    Scaling,

    /// <summary>Replicas changed a short while ago.</summary>
    ScaledLately,

    /// <summary>The horizontal autoscaler is new and was not looked at yet.</summary>
    NotLookedAtYet,

    /// <summary>A utilization would be reckoned against the very requests that would move, since the template names none.</summary>
    NoRequestInTemplate,

    /// <summary>The pod template could not be read yet.</summary>
    TemplateUnknown,
}
