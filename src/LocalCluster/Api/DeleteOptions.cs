namespace Autoscale.LocalCluster.Api;

/// <summary>Options of a deletion, as metav1.DeleteOptions.</summary>
public sealed record DeleteOptions
{
    /// <summary>Seconds until a pod is gone; null means the object's own.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Background, Foreground or Orphan; null means the kind's default.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>The uid that the object must have, or null.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>The resourceVersion that the object must have, or null.</summary>
    public string? PreconditionResourceVersion { get; init; }

    /// <summary>True when nothing is deleted (dryRun=All).</summary>
    public bool DryRun { get; init; }

    /// <summary>True when the object is one of many that a selector chose; admission is then asked about no name, as upstream does.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>Who deletes, and who hears of warnings.</summary>
    public WriteOptions By { get; init; } = WriteOptions.Internal;
}
