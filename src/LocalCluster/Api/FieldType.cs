namespace Autoscale.LocalCluster.Api;

/// <summary>The JSON types that the API's fields have.</summary>
public enum FieldType
{
    /// <summary>Anything, unchecked.</summary>
    Any,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A Kubernetes quantity: string or number.</summary>
    Quantity,

    /// <summary>An integer or a string (ports, percentages).</summary>
    IntOrString,

    /// <summary>RFC 3339 with whole seconds.</summary>
    Time,

    /// <summary>RFC 3339 with microseconds.</summary>
    MicroTime,

    /// <summary>Base64 bytes.</summary>
    Bytes,

    /// <summary>An object with known members.</summary>
    Object,

    /// <summary>An object with free keys.</summary>
    Map,

    /// <summary>A list.</summary>
    List,
}
