using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>The rules of one direction with the API server's defaults filled in.</summary>
public sealed record ScalingRules
{
    private static readonly HpaScalingPolicy Double = new() { Type = "Percent", Value = 100, PeriodSeconds = 15 };
    private static readonly HpaScalingPolicy FourPods = new() { Type = "Pods", Value = 4, PeriodSeconds = 15 };

    private ScalingRules(HpaScalingRules? rules, IReadOnlyList<HpaScalingPolicy> defaults)
    {
        Selection = rules?.SelectPolicy switch
        {
            "Min" => PolicySelection.Min,
            "Disabled" => PolicySelection.Disabled,
            _ => PolicySelection.Max,
        };
        Policies = rules is { Policies.Count: > 0 } ? rules.Policies : defaults;
        Tolerance = rules?.Tolerance?.ToDouble();
        Window = rules?.StabilizationWindowSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        LongestPeriod = TimeSpan.FromSeconds(Policies.Max(p => p.PeriodSeconds));
    }

    /// <summary>How far back recommendations count; null means the controller's window.</summary>
    public TimeSpan? Window { get; private init; }

    /// <summary>Which policy counts.</summary>
    public PolicySelection Selection { get; }

    /// <summary>The policies, at least one.</summary>
    public IReadOnlyList<HpaScalingPolicy> Policies { get; }

    /// <summary>The object's own tolerance as a fraction, or null.</summary>
    public double? Tolerance { get; }

    /// <summary>The longest period of a policy; older scale events are of no use.</summary>
    public TimeSpan LongestPeriod { get; }

    /// <summary>Rules on the way up: no window, the larger of 4 pods and doubling every 15 s, unless said otherwise.</summary>
    public static ScalingRules Up(HpaScalingRules? rules)
    {
        var up = new ScalingRules(rules, [FourPods, Double]);
        return up with { Window = up.Window ?? TimeSpan.Zero };
    }

    /// <summary>Rules on the way down: the controller's window, everything within 15 s, unless said otherwise.</summary>
    public static ScalingRules Down(HpaScalingRules? rules) => new(rules, [Double]);
}
