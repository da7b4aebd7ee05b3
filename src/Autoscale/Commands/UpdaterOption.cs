using System.CommandLine;
using Autoscale.Vpa.Updating;

namespace Autoscale.Commands;

/// <summary>The options by which pods are brought to what is recommended, under the names that VPA's updater gives them.</summary>
internal static class UpdaterOption
{
    private static readonly UpdaterOptions Usual = new();

    private static readonly Option<TimeSpan> Interval =
        DurationOption.Of("--updater-interval", "Time between two rounds.", Usual.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<int> MinReplicas =
        NumberOption.Of("--min-replicas", "Live pods that a controller must have before one is evicted, where the autoscaler does not say, 0 to 10000.", Usual.MinReplicas, 0, 10_000);

    private static readonly Option<double> Tolerance =
        NumberOption.Of("--eviction-tolerance", "The part of a controller's pods that may be down at a time, 0 to 1.", Usual.EvictionTolerance, 0, 1);

    private static readonly Option<double> Rate =
        NumberOption.Of("--eviction-rate-limit", "Evictions a second, and resizes a second; 0 or -1 for no limit.", Usual.EvictionRate, -1, 1000);

    private static readonly Option<int> Burst =
        NumberOption.Of("--eviction-rate-burst", "Evictions, and resizes, that are made at once after a rest, 1 to 1000.", Usual.EvictionBurst, 1, 1000);

    private static readonly Option<double> Threshold =
        NumberOption.Of("--pod-update-threshold", "Relative change of requests that is worth a change within the recommended range, 0 to 1000.", Usual.UpdateThreshold, 0, 1000);

    private static readonly Option<TimeSpan> Lifetime = DurationOption.Of(
        "--in-recommendation-bounds-eviction-lifetime-threshold",
        "Age below which a pod within the recommended range is left alone.",
        Usual.UpdateLifetime,
        TimeSpan.Zero,
        TimeSpan.FromDays(365));

    private static readonly Option<TimeSpan> EvictAfterOom = DurationOption.Of(
        "--evict-after-oom-threshold", "Life of a container below which an out-of-memory kill counts as quick.", Usual.EvictAfterOom, TimeSpan.Zero, TimeSpan.FromDays(1));

    private static readonly Option<bool> SkipBudget = new("--in-place-skip-disruption-budget")
    {
        Description = "Resize pods in place whatever the disruption budget says, where no container restarts by it.",
    };

    private static readonly Option<bool> NeedsAdmission = new("--use-admission-controller-status")
    {
        Description = "Evict nothing while the webhook that gives new pods their requests is down.",
        DefaultValueFactory = _ => Usual.NeedsAdmission,
    };

    private static readonly Option[] All =
        [Interval, MinReplicas, Tolerance, Rate, Burst, Threshold, Lifetime, EvictAfterOom, SkipBudget, NeedsAdmission];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How pods are updated.</summary>
    public static UpdaterOptions Of(ParseResult parsed) => new()
    {
        Interval = parsed.GetValue(Interval),
        MinReplicas = parsed.GetValue(MinReplicas),
        EvictionTolerance = parsed.GetValue(Tolerance),
        EvictionRate = parsed.GetValue(Rate),
        EvictionBurst = parsed.GetValue(Burst),
        UpdateThreshold = parsed.GetValue(Threshold),
        UpdateLifetime = parsed.GetValue(Lifetime),
        EvictAfterOom = parsed.GetValue(EvictAfterOom),
        InPlaceSkipsDisruptionBudget = parsed.GetValue(SkipBudget),
        NeedsAdmission = parsed.GetValue(NeedsAdmission),
    };
}
