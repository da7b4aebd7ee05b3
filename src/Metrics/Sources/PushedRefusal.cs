namespace Autoscale.Metrics.Sources;

/// <summary>Why a report is refused.</summary>
internal enum PushedRefusal
{
    /// <summary>It is malformed or out of bounds.</summary>
    Invalid,

    /// <summary>The source may not have it.</summary>
    Forbidden,

    /// <summary>The source would have too many series.</summary>
    TooMany,

    /// <summary>What it says was true too long ago.</summary>
    Expired,
}
