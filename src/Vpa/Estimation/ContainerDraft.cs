using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>Puts the estimates of one container into the words of the status, with as few new objects as can be.</summary>
internal static class ContainerDraft
{
    /// <summary>The recommendation; the one at hand, and its amounts, where they say the same already.</summary>
    public static RecommendedContainerResources Of(
        string container, in ContainerRules rules, in ResourceEstimate? cpu, in ResourceEstimate? memory, RecommendedContainerResources? atHand)
    {
        var uncapped = RecommendedAmounts.Of(rules.Cpu(cpu?.Target), rules.Memory(memory?.Target), atHand?.UncappedTarget);
        var target = Capped(rules, cpu?.Target, memory?.Target, atHand?.Target ?? uncapped);
        var lower = Capped(rules, cpu?.LowerBound, memory?.LowerBound, atHand?.LowerBound);
        var upper = Capped(rules, cpu?.UpperBound, memory?.UpperBound, atHand?.UpperBound);
        return atHand is not null && ReferenceEquals(uncapped, atHand.UncappedTarget) && ReferenceEquals(target, atHand.Target)
            && ReferenceEquals(lower, atHand.LowerBound) && ReferenceEquals(upper, atHand.UpperBound)
            ? atHand
            : new() { ContainerName = container, Target = target, LowerBound = lower, UpperBound = upper, UncappedTarget = uncapped };
    }

    private static IReadOnlyDictionary<string, Quantity> Capped(
        in ContainerRules rules, BoundEstimate? cpu, BoundEstimate? memory, IReadOnlyDictionary<string, Quantity>? atHand) =>
        RecommendedAmounts.Of(rules.CappedCpu(cpu), rules.CappedMemory(memory), atHand);
}
