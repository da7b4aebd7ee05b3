namespace Autoscale.Kubernetes.Control;

/// <summary>What is to be done with an event.</summary>
public enum EventAction
{
    /// <summary>Store it as a new object.</summary>
    Create,

    /// <summary>Write count, last timestamp and message to the object that is stored under its name.</summary>
    Count,

    /// <summary>Leave it out: its object has had too many.</summary>
    Suppress,
}
