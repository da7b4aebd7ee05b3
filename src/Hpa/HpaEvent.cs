namespace Autoscale.Hpa;

/// <summary>An event to record about an autoscaler; Type is "Normal" or "Warning".</summary>
public sealed record HpaEvent(string Type, string Reason, string Message)
{
    /// <summary>Something that a person may have to look at.</summary>
    public static HpaEvent Warning(string reason, string message) => new("Warning", reason, message);

    /// <summary>Something that went as it should.</summary>
    public static HpaEvent Normal(string reason, string message) => new("Normal", reason, message);
}
