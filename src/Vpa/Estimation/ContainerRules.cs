using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>What holds of one container on the way from estimates to a recommendation: which resources, how they are rounded, what bounds them.</summary>
internal readonly struct ContainerRules
{
    private const string IntegerCpuPrefix = "vpa-post-processor.kubernetes.io/";
    private const string IntegerCpuSuffix = "_integerCPU";
    private const long MillicoresOfCore = 1000;

    private readonly RecommenderOptions _options;

    public ContainerRules(string container, VerticalPodAutoscaler vpa, RecommenderOptions options)
    {
        _options = options;
        var policy = ContainerPolicy.Of(container, vpa.Spec.ResourcePolicy);
        IsOff = ContainerPolicy.IsOff(policy);
        ControlsCpu = ContainerPolicy.Controls(policy, Resources.Cpu);
        ControlsMemory = ContainerPolicy.Controls(policy, Resources.Memory);
        CpuBounds = PolicyBounds.Of(policy, Resources.Cpu, options.MaxAllowedCpu);
        MemoryBounds = PolicyBounds.Of(policy, Resources.Memory, options.MaxAllowedMemory);
        HasWholeCores = options.IntegerCpu && container.Length > 0
            && vpa.Metadata.Annotations?.GetValueOrDefault($"{IntegerCpuPrefix}{container}{IntegerCpuSuffix}") == "true";
    }

    public bool IsOff { get; }

    public bool ControlsCpu { get; }

    public bool ControlsMemory { get; }

    public PolicyBounds CpuBounds { get; }

    public PolicyBounds MemoryBounds { get; }

    public bool HasWholeCores { get; }

    /// <summary>CPU, rounded, before it is capped.</summary>
    public DraftAmount Cpu(bool isKnown, in BoundEstimate estimate)
    {
        if (!isKnown)
        {
            return DraftAmount.None;
        }

        var rounded = AmountFormat.Cpu(estimate.Amount, _options);
        return HasWholeCores ? WholeCores(rounded) : rounded;
    }

    /// <summary>Memory, rounded, before it is capped.</summary>
    public DraftAmount Memory(bool isKnown, in BoundEstimate estimate) => isKnown ? AmountFormat.Memory(estimate.Amount, _options) : DraftAmount.None;

    /// <summary>CPU as it is recommended.</summary>
    public DraftAmount CapCpu(in DraftAmount amount) =>
        CpuBounds.IsNone || amount.Units == DraftAmount.Absent ? amount : Capped(amount, AmountFormat.CpuQuantity(amount), CpuBounds);

    /// <summary>Memory as it is recommended.</summary>
    public DraftAmount CapMemory(in DraftAmount amount) =>
        MemoryBounds.IsNone || amount.Units == DraftAmount.Absent ? amount : Capped(amount, AmountFormat.MemoryQuantity(amount), MemoryBounds);

    /// <summary>CPU brought up to the next whole core.</summary>
    public static DraftAmount WholeCores(in DraftAmount cpu) => new(ResourceAmount.RoundUp(cpu.Units, MillicoresOfCore));

    private static DraftAmount Capped(in DraftAmount amount, in Kubernetes.Quantity quantity, in PolicyBounds bounds) =>
        bounds.Cap(quantity) is var capped && capped == quantity ? amount : new(amount.Units, capped);
}
