using System.ComponentModel.DataAnnotations;

namespace Autoscale.Quota.Control;

/// <summary>Settings of resource governance.</summary>
public sealed record QuotaOptions
{
    /// <summary>What it may do; to advise by default.</summary>
    public GovernanceMode Mode { get; init; } = GovernanceMode.Advise;

    /// <summary>How long a write waits for its verdict, 100 ms to 30 s; 10 s by default, as upstream. The review's own deadline may be shorter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call of the API may take while verdicts wait for it, 100 ms to 30 s; 2 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a charge is held for an object that has not appeared, 300 ms to 5 min; 3 s by default. It should be longer than what
    /// other webhooks take that are asked about the same objects.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.3", "00:05:00")]
    public TimeSpan InFlight { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often every quota is counted anew even if nothing happens, 1 s to 1 day; 5 min by default, as upstream.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Resync { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By which part of itself the period is lengthened or shortened at random, 0 to 0.5; 0.1 by default.</summary>
    [Range(0.0, 0.5)]
    public double ResyncJitter { get; init; } = 0.1;

    /// <summary>How soon the API is asked again for a resource that it did not serve, 1 s to 1 h; 30 s by default, as upstream.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Discovery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many quotas are counted at a time, 1 to 100; 5 by default, as upstream.</summary>
    [Range(1, 100)]
    public int Workers { get; init; } = 5;

    /// <summary>
    /// How long a charge may be relied upon by the one who made it: well before the status controller may take it for lost.
    /// </summary>
    internal TimeSpan CreditLife => InFlight / 2;

    /// <summary>How long asking the API for all objects of a quota may take.</summary>
    internal static TimeSpan ProofLimit { get; } = TimeSpan.FromSeconds(30);
}
