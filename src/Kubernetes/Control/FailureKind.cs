namespace Autoscale.Kubernetes.Control;

/// <summary>What a control loop makes of an exception.</summary>
public enum FailureKind
{
    /// <summary>Somebody else wrote first: try again at once, from the new state.</summary>
    Conflict,

    /// <summary>Something is out of order that may pass: try again after a wait.</summary>
    Transient,

    /// <summary>Trying again changes nothing: a person must act, or the object must change.</summary>
    Terminal,
}
