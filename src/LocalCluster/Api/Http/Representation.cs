namespace Autoscale.LocalCluster.Api.Http;

/// <summary>How the client wants objects to be shown.</summary>
internal enum Representation
{
    /// <summary>As they are.</summary>
    Whole,

    /// <summary>As rows of a Table.</summary>
    Table,

    /// <summary>Their metadata alone.</summary>
    Metadata,
}
