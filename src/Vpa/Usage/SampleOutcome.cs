namespace Autoscale.Vpa.Usage;

/// <summary>What became of a sample: accepted, or why it was not.</summary>
public enum SampleOutcome
{
    /// <summary>There was no sample.</summary>
    Absent,

    /// <summary>It counts.</summary>
    Accepted,

    /// <summary>The pod or its container is not known.</summary>
    Unknown,

    /// <summary>It is not later than what is known of the container already.</summary>
    Outdated,

    /// <summary>It claims to be taken more than a minute from now.</summary>
    Future,

    /// <summary>It is older than <see cref="UsageOptions.OldestSample"/>.</summary>
    Ancient,

    /// <summary>It is less than nothing.</summary>
    Negative,

    /// <summary>It is not a finite number.</summary>
    NotANumber,
}
