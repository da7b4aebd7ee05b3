using System.ComponentModel.DataAnnotations;

namespace Autoscale.Vpa.Updating;

/// <summary>Settings of what brings pods to their recommendation; the names of VPA's own flags are in the summaries.</summary>
public sealed record UpdaterOptions
{
    /// <summary>As VPA 1.7.1 is when no flag is given, with the quirks that ours has not.</summary>
    public static UpdaterOptions Upstream { get; } = new()
    {
        AllowsInPlaceMode = false,
        EndsStartupBoosts = false,
        AllowsSettingsPerVpa = false,
        ResizesBelowMinReplicas = false,
        UpstreamQuirks = true,
    };

    /// <summary>Time between two rounds (updater-interval), 1 s to 1 h; 1 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Live pods that a controller must have before one is evicted, where the autoscaler does not say (min-replicas), 0 to 10,000; 2 by default.</summary>
    [Range(0, 10_000)]
    public int MinReplicas { get; init; } = 2;

    /// <summary>The part of a controller's pods that may be down at a time (eviction-tolerance), 0 to 1, rounded down to whole pods; 0.5 by default.</summary>
    [Range(0.0, 1.0)]
    public double EvictionTolerance { get; init; } = 0.5;

    /// <summary>Evictions a second, and resizes a second (eviction-rate-limit), 0 and less for no limit; none by default.</summary>
    [Range(-1.0, 1000.0)]
    public double EvictionRate { get; init; } = -1;

    /// <summary>Evictions, and resizes, that are made at once after a rest (eviction-rate-burst), 1 to 1000; 1 by default.</summary>
    [Range(1, 1000)]
    public int EvictionBurst { get; init; } = 1;

    /// <summary>Relative change of requests that is worth a change within the recommended range (pod-update-threshold), 0 to 1000; 0.1 by default.</summary>
    [Range(0.0, 1000.0)]
    public double UpdateThreshold { get; init; } = 0.1;

    /// <summary>Age below which a pod within the recommended range is left alone (in-recommendation-bounds-eviction-lifetime-threshold), up to 365 days; 12 h by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan UpdateLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Life of a container below which a kill for want of memory counts as quick (evict-after-oom-threshold), 0 to 1 day; 10 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan EvictAfterOom { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether resizes that restart nothing are made whatever the disruption budget says (in-place-skip-disruption-budget); no by default.</summary>
    public bool InPlaceSkipsDisruptionBudget { get; init; }

    /// <summary>How long a node may put a resize off before the pod is evicted instead, 0 to 1 day; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DeferredResizeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a resize may be going on before the pod is evicted instead, 0 to 7 days; 1 h by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan ResizeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether nothing is evicted while the webhook that patches new pods has not renewed its lease for a minute (use-admission-controller-status); yes by default.</summary>
    public bool NeedsAdmission { get; init; } = true;

    /// <summary>The namespace of that webhook's lease; kube-system by default.</summary>
    [Required]
    public string LeaseNamespace { get; init; } = "kube-system";

    /// <summary>Whether the mode InPlace does anything (gate InPlace); yes by default.</summary>
    public bool AllowsInPlaceMode { get; init; } = true;

    /// <summary>Whether boosts of starting containers are taken back (gate CPUStartupBoost); yes by default.</summary>
    public bool EndsStartupBoosts { get; init; } = true;

    /// <summary>Whether evictAfterOOMSeconds of an autoscaler counts (gate PerVPAConfig); yes by default.</summary>
    public bool AllowsSettingsPerVpa { get; init; } = true;

    /// <summary>Whether pods of a controller with too few of them are still resized in place, where no container restarts by it; yes by default.</summary>
    public bool ResizesBelowMinReplicas { get; init; } = true;

    /// <summary>
    /// Whether upstream's harmful habits are kept: no tolerance for the pods of custom controllers, resizes in the mode InPlace whatever
    /// stands against them, the same resize asked for again and again, eviction after any failure of a resize; no by default.
    /// </summary>
    public bool UpstreamQuirks { get; init; }
}
