using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>What holds of one container on the way from estimates to a recommendation: which resources, how they are rounded, what bounds them.</summary>
internal readonly struct ContainerRules
{
    private const string IntegerCpuPrefix = "vpa-post-processor.kubernetes.io/";
    private const string IntegerCpuSuffix = "_integerCPU";

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
    public Quantity? Cpu(BoundEstimate? estimate)
    {
        if (estimate is not { Amount: var millicores })
        {
            return null;
        }

        var rounded = AmountFormat.Cpu(millicores, _options);
        return HasWholeCores ? rounded.RoundUp(0) : rounded;
    }

    /// <summary>Memory, rounded, before it is capped.</summary>
    public Quantity? Memory(BoundEstimate? estimate) => estimate is { Amount: var bytes } ? AmountFormat.Memory(bytes, _options) : null;

    /// <summary>CPU as it is recommended.</summary>
    public Quantity? CappedCpu(BoundEstimate? estimate) => Cpu(estimate) is { } amount ? CpuBounds.Cap(amount) : null;

    /// <summary>Memory as it is recommended.</summary>
    public Quantity? CappedMemory(BoundEstimate? estimate) => Memory(estimate) is { } amount ? MemoryBounds.Cap(amount) : null;
}
