namespace Autoscale.Kubernetes.Client;

/// <summary>What happened to a watched object.</summary>
public enum WatchEventType
{
    /// <summary>It is new, or newly selected.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone, or no longer selected.</summary>
    Deleted,

    /// <summary>Nothing: only the version has moved on.</summary>
    Bookmark,
}
