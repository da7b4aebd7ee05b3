using Autoscale.Hpa;
using Autoscale.Hpa.Control;

namespace Autoscale;

/// <summary>Says a decision and its reason on one line.</summary>
internal static class DecisionLine
{
    /// <summary>For instance "3 → 5, external metric … above target, limited by ScaleUpLimit".</summary>
    public static string Of(DecisionNote note)
    {
        var decision = note.Decision;
        if (note.Error is { } error)
        {
            // Kubernetes wraps the cause in what it was wanted for; on one line the cause is what helps.
            return $"holds {decision.Current}: {error[(error.LastIndexOf(": ", StringComparison.Ordinal) is var at && at < 0 ? 0 : at + 2)..]}";
        }

        return decision.Rescales
            ? $"{decision.Current} → {decision.Desired}, {decision.ReasonText}{Limits(decision)}"
            : $"{decision.Current} stays{Limits(decision)}";
    }

    private static string Limits(ReplicaDecision decision)
    {
        var window = decision.Stabilization == StabilizationRule.None ? "" : $", {decision.Stabilization}";
        var limit = decision.Limit == LimitRule.DesiredWithinRange ? "" : $", {decision.Limit}";
        return window + limit;
    }
}
