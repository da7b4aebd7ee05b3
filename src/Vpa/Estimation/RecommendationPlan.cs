using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation;

/// <summary>What is the same for all containers of a pod: who asks, the settings, the floor.</summary>
internal readonly struct RecommendationPlan
{
    private readonly long _cpuFloor;
    private readonly long _memoryFloor;

    /// <summary>A plan for containers sorted by name; those that are off do not share the floor.</summary>
    public RecommendationPlan(VerticalPodAutoscaler vpa, IReadOnlyList<ContainerEvidence> evidence, RecommenderOptions options)
    {
        (Vpa, Options, Evidence) = (vpa, options, Sorted(evidence));
        var sharing = 0;
        for (var index = 0; index < evidence.Count; index++)
        {
            sharing += ContainerPolicy.IsOff(ContainerPolicy.Of(evidence[index].Container, vpa.Spec.ResourcePolicy)) ? 0 : 1;
        }

        (_cpuFloor, _memoryFloor) = (options.Floor.Cpu(sharing), options.Floor.Memory(sharing));
    }

    public VerticalPodAutoscaler Vpa { get; }

    public RecommenderOptions Options { get; }

    public IReadOnlyList<ContainerEvidence> Evidence { get; }

    /// <summary>Whether anything is said of the container.</summary>
    public bool Includes(ContainerEvidence container, in ContainerRules rules) => !rules.IsOff && (Options.RecommendsUnseen || !container.IsEmpty);

    /// <summary>CPU, where it is controlled and known.</summary>
    public ResourceEstimate Cpu(in ContainerUsage usage, in ContainerRules rules) =>
        rules.ControlsCpu && (usage.HasCpu || Options.RecommendsUnseen) ? ResourceEstimate.Cpu(usage, Options, _cpuFloor) : default;

    /// <summary>Memory, where it is controlled and known.</summary>
    public ResourceEstimate Memory(in ContainerUsage usage, in ContainerRules rules) =>
        rules.ControlsMemory && (usage.HasMemory || Options.RecommendsUnseen) ? ResourceEstimate.Memory(usage, Options, _memoryFloor) : default;

    private static IReadOnlyList<ContainerEvidence> Sorted(IReadOnlyList<ContainerEvidence> evidence)
    {
        for (var index = 1; index < evidence.Count; index++)
        {
            if (string.CompareOrdinal(evidence[index - 1].Container, evidence[index].Container) > 0)
            {
                return [.. evidence.OrderBy(container => container.Container, StringComparer.Ordinal)];
            }
        }

        return evidence;
    }
}
