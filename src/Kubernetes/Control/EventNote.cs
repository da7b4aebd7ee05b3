namespace Autoscale.Kubernetes.Control;

/// <summary>What an event says: type (Normal or Warning), a reason for programs and a message for people.</summary>
public readonly record struct EventNote(string Type, string Reason, string Message)
{
    /// <summary>Something went as it should.</summary>
    public static EventNote Normal(string reason, string message) => new("Normal", reason, message);

    /// <summary>Something did not go as it should.</summary>
    public static EventNote Warning(string reason, string message) => new("Warning", reason, message);
}
