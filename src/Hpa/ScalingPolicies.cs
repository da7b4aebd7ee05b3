using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>Cuts a stabilised recommendation to what policies and bounds allow.</summary>
public static class ScalingPolicies
{
    /// <summary>Without behavior: at most double what there was at the start, but up to 4 at once, within the bounds.</summary>
    public static Limited Legacy(HpaPlan plan, (int Start, int Current, int Wanted) replicas)
    {
        var (start, current, wanted) = replicas;
        var rate = Math.Max(current, Saturating.Replicas(Math.Max(2.0 * start, 4.0), current));
        var (upper, rule) = plan.MaxReplicas > rate ? (rate, LimitRule.ScaleUpLimit) : (plan.MaxReplicas, LimitRule.TooManyReplicas);
        return wanted < plan.MinReplicas ? new(plan.MinReplicas, LimitRule.TooFewReplicas)
            : wanted > upper ? new(upper, rule)
            : new(wanted, LimitRule.DesiredWithinRange);
    }

    /// <summary>With behavior: as far as the policies of the direction allow, within its bound; an equal count passes unchecked.</summary>
    public static Limited WithBehavior(HpaPlan plan, ScalingHistory history, (int Current, int Wanted) replicas, DateTimeOffset now)
    {
        var (current, wanted) = replicas;
        if (wanted > current && plan.ScaleUp is { } up)
        {
            var rate = Math.Max(HighestAfter(up, history, current, now), current);
            var (upper, rule) = plan.MaxReplicas > rate ? (rate, LimitRule.ScaleUpLimit) : (plan.MaxReplicas, LimitRule.TooManyReplicas);
            return wanted > upper ? new(upper, rule) : new(wanted, LimitRule.DesiredWithinRange);
        }

        if (wanted < current && plan.ScaleDown is { } down)
        {
            var rate = Math.Min(LowestAfter(down, history, current, now), current);
            var (lower, rule) = plan.MinReplicas < rate ? (rate, LimitRule.ScaleDownLimit) : (plan.MinReplicas, LimitRule.TooFewReplicas);
            return wanted < lower ? new(lower, rule) : new(wanted, LimitRule.DesiredWithinRange);
        }

        return new(wanted, LimitRule.DesiredWithinRange);
    }

    /// <summary>The most replicas that the rules allow now; changes of both directions within a policy's period count.</summary>
    public static int HighestAfter(ScalingRules rules, ScalingHistory history, int current, DateTimeOffset now)
    {
        if (rules.Selection == PolicySelection.Disabled)
        {
            return current;
        }

        var smallest = rules.Selection == PolicySelection.Min;
        var result = smallest ? int.MaxValue : int.MinValue;
        foreach (var policy in rules.Policies)
        {
            var start = StartOf(policy, history, current, now);
            var allowed = policy.Type == "Pods" ? Cut(start + policy.Value) : Cut(Math.Ceiling(start * (1 + policy.Value / 100.0)));
            result = smallest ? Math.Min(result, allowed) : Math.Max(result, allowed);
        }

        return result;
    }

    /// <summary>The fewest replicas that the rules allow now; changes of both directions within a policy's period count.</summary>
    public static int LowestAfter(ScalingRules rules, ScalingHistory history, int current, DateTimeOffset now)
    {
        if (rules.Selection == PolicySelection.Disabled)
        {
            return current;
        }

        var smallest = rules.Selection == PolicySelection.Min;
        var result = smallest ? int.MinValue : int.MaxValue;
        foreach (var policy in rules.Policies)
        {
            var start = StartOf(policy, history, current, now);
            var allowed = policy.Type == "Pods" ? Cut(start - policy.Value) : Cut(Math.Truncate(start * (1 - policy.Value / 100.0)));
            result = smallest ? Math.Max(result, allowed) : Math.Min(result, allowed);
        }

        return result;
    }

    // Replicas at the beginning of the policy's period.
    private static double StartOf(HpaScalingPolicy policy, ScalingHistory history, int current, DateTimeOffset now) =>
        current - history.NetChangeWithin(TimeSpan.FromSeconds(policy.PeriodSeconds), now);

    private static int Cut(double replicas) => (int)Math.Clamp(replicas, int.MinValue, int.MaxValue);
}
