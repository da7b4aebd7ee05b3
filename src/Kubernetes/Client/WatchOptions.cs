namespace Autoscale.Kubernetes.Client;

/// <summary>What to watch, and for how long.</summary>
public sealed record WatchOptions
{
    /// <summary>Label selector in text form; null for every object.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in text form; null for every object.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The version after which changes are wanted; "" to begin with all objects as they are.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>When the server shall end the watch, in whole seconds; 5 minutes by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>True to be sent nothing but the metadata of each object; false by default.</summary>
    public bool MetadataOnly { get; init; }
}
