using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>Puts the estimates of one container into the words of the status, with as few new objects as can be.</summary>
internal static class ContainerDraft
{
    /// <summary>The recommendation; the one at hand, and its amounts, where they say the same already.</summary>
    public static RecommendedContainerResources Of(
        string container, in ContainerRules rules, in ResourceEstimate cpu, in ResourceEstimate memory, RecommendedContainerResources? atHand)
    {
        var (uncappedCpu, uncappedMemory) = (rules.Cpu(cpu.IsKnown, cpu.Target), rules.Memory(memory.IsKnown, memory.Target));
        var uncapped = RecommendedAmounts.Of(uncappedCpu, uncappedMemory, atHand?.UncappedTarget);
        var target = RecommendedAmounts.Of(rules.CapCpu(uncappedCpu), rules.CapMemory(uncappedMemory), atHand?.Target ?? uncapped);
        var lower = RecommendedAmounts.Of(
            rules.CapCpu(rules.Cpu(cpu.IsKnown, cpu.LowerBound)), rules.CapMemory(rules.Memory(memory.IsKnown, memory.LowerBound)), atHand?.LowerBound);
        var upper = RecommendedAmounts.Of(
            rules.CapCpu(rules.Cpu(cpu.IsKnown, cpu.UpperBound)), rules.CapMemory(rules.Memory(memory.IsKnown, memory.UpperBound)), atHand?.UpperBound);
        return atHand is not null && ReferenceEquals(uncapped, atHand.UncappedTarget) && ReferenceEquals(target, atHand.Target)
            && ReferenceEquals(lower, atHand.LowerBound) && ReferenceEquals(upper, atHand.UpperBound)
            ? atHand
            : new() { ContainerName = container, Target = target, LowerBound = lower, UpperBound = upper, UncappedTarget = uncapped };
    }
}
