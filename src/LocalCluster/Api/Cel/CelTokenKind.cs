namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The kinds of words in an expression.</summary>
internal enum CelTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, its escapes resolved.</summary>
    Text,

    /// <summary>An operator, a bracket or another sign.</summary>
    Sign,
}
