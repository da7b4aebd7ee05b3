namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>What is known of a value before it is there; Any is everything that an API object holds.</summary>
internal enum CelType
{
    /// <summary>Not known before evaluation.</summary>
    Any,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Map,
}
