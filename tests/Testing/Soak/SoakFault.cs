namespace Autoscale.Testing.Soak;

/// <summary>What is wrong with an answer.</summary>
public enum SoakFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection is reset before there is an answer.</summary>
    Refused,

    /// <summary>The answer ends in its middle.</summary>
    Cut,

    /// <summary>The answer comes byte by byte, without end.</summary>
    Trickle,

    /// <summary>The answer is that the server has failed.</summary>
    Failed,

    /// <summary>The answer is larger than anybody may take.</summary>
    Huge,

    /// <summary>The values are no numbers.</summary>
    NotNumbers,

    /// <summary>All counters begin anew.</summary>
    Restarted,
}
