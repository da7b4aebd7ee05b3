namespace Autoscale.Hpa;

/// <summary>At which step reading the scale of a target failed.</summary>
public enum ScaleFailureKind
{
    /// <summary>The reference's apiVersion is malformed.</summary>
    InvalidApiVersion,

    /// <summary>The API does not know the kind.</summary>
    UnknownKind,

    /// <summary>The scale subresource could not be read.</summary>
    Unreadable,
}
