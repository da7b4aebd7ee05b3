using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Patching;

/// <summary>Raises the CPU of a starting container, after pkg/admission-controller/resource/pod/patch/resource_updates.go.</summary>
internal static class StartupBoosting
{
    private static readonly Quantity Millicore = Quantity.FromMilli(1);

    /// <summary>The resources with the boost in them; as they are when there is none, or it is described badly.</summary>
    public static ContainerResources Apply(VerticalPodAutoscaler vpa, Container container, ContainerResources resources, BoostOptions options)
    {
        var entry = ContainerPolicy.Of(container.Name, vpa.Spec.ResourcePolicy);
        if (ContainerPolicy.IsOff(entry))
        {
            return ContainerResources.Unchanged with { IsLeftAlone = true };
        }

        var described = (entry?.StartupBoost ?? vpa.Spec.StartupBoost)?.Cpu;
        var recommended = resources.Requests.Of(Resources.Cpu);
        var from = recommended.IsZero ? container.Resources?.Requests.Of(Resources.Cpu) ?? Quantity.Zero : recommended;
        if (described is null || Boost(from, described) is not { } boosted)
        {
            return resources;
        }

        var most = options.MaxAllowedCpu;
        return With(resources, container, entry, most.IsZero ? boosted : Quantity.Min(boosted, most)) with
        {
            Originals = OriginalResources.Of(container).ToAnnotation(),
        };
    }

    // Only what the validation of autoscalers refuses has no value.
    private static Quantity? Boost(Quantity from, CpuStartupBoost boost) => boost switch
    {
        { Type: "" or "Factor", Factor: >= 1 } => Milli((Int128)from.SaturatedMilliValue * boost.Factor.Value),
        { Type: "Quantity", Quantity: { } amount } => Milli((Int128)from.SaturatedMilliValue + amount.SaturatedMilliValue),
        _ => null,
    };

    private static Quantity Milli(Int128 milli) => Quantity.FromMilli((long)Int128.Clamp(milli, long.MinValue, long.MaxValue));

    private static ContainerResources With(ContainerResources resources, Container container, ContainerResourcePolicy? entry, Quantity cpu)
    {
        var (requests, limits) = (Amounts.Copy(resources.Requests), Amounts.Copy(resources.Limits));
        requests[Resources.Cpu] = ContainerPolicy.ControlsRequestsOnly(entry) ? Below(container.Resources?.Limits, cpu) : cpu;
        var ratio = RequestRatio.Of(Resources.Cpu, container.Resources ?? new(), defaultLimits: null);
        if (ContainerPolicy.ControlsLimits(entry) && ratio.LimitFor(cpu).Limit is { } limit)
        {
            limits[Resources.Cpu] = limit;
        }

        return resources with { Requests = requests, Limits = limits };
    }

    // One thousandth below the limit, so that the pod's class of service does not become Guaranteed.
    private static Quantity Below(IReadOnlyDictionary<string, Quantity>? limits, Quantity cpu)
    {
        var limit = limits.Of(Resources.Cpu);
        return limits?.ContainsKey(Resources.Cpu) != true || cpu.SaturatedMilliValue <= limit.SaturatedMilliValue ? cpu
            : limit > Millicore ? limit - Millicore : limit;
    }
}
