using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Patching;

/// <summary>What the containers of a pod are to get, after pkg/admission-controller/resource/pod.</summary>
public sealed record PodResources
{
    /// <summary>One for each container of the pod, in its order.</summary>
    public IReadOnlyList<ContainerResources> Containers { get; init; } = [];

    /// <summary>What is recommended for a pod, with limits in proportion; nothing for containers without a recommendation.</summary>
    public static PodResources Of(VerticalPodAutoscaler vpa, Pod pod, CappedRecommendation capped, LimitRangeBounds bounds) => new()
    {
        Containers = [.. pod.Spec.Containers.Select(container => capped.For(container.Name) is { Target: { } target }
            ? Recommended(new(vpa, pod, container, capped, bounds), target)
            : Annotated(capped, container))],
    };

    /// <summary>What a new pod gets: what is recommended, unless the mode is Off, and the boost of its CPU while it starts.</summary>
    public static PodResources AtCreation(
        VerticalPodAutoscaler vpa, Pod pod, CappedRecommendation capped, LimitRangeBounds bounds, BoostOptions boost)
    {
        var recommended = Of(vpa, pod, UpdateModes.Of(vpa) == UpdateModes.Off ? CappedRecommendation.None : capped, bounds);
        return !boost.IsEnabled ? recommended : new()
        {
            Containers = [.. pod.Spec.Containers.Zip(recommended.Containers, (container, resources) => StartupBoosting.Apply(vpa, container, resources, boost))],
        };
    }

    /// <summary>The same without amounts below zero, which the arithmetic of limit ranges for pods can make, as upstream's does, and no server stores.</summary>
    public PodResources Storable() => new()
    {
        Containers = [.. Containers.Select(container => container with { Requests = Storable(container.Requests), Limits = Storable(container.Limits) })],
    };

    private static IReadOnlyDictionary<string, Quantity> Storable(IReadOnlyDictionary<string, Quantity> amounts) =>
        amounts.Values.All(amount => amount.Sign >= 0) ? amounts
            : Amounts.Copy(amounts.Where(amount => amount.Value.Sign >= 0).ToDictionary());

    private static ContainerResources Annotated(CappedRecommendation capped, Container container) =>
        capped.Annotations.TryGetValue(container.Name, out var notes) ? new() { Notes = notes } : ContainerResources.Unchanged;

    private static ContainerResources Recommended(Subject subject, IReadOnlyDictionary<string, Quantity> target)
    {
        var resources = Annotated(subject.Capped, subject.Container) with { Requests = Named(target) };
        if (!ContainerPolicy.ControlsLimits(ContainerPolicy.Of(subject.Container.Name, subject.Vpa.Spec.ResourcePolicy)))
        {
            return resources;
        }

        var current = ContainerAmounts.Of(subject.Pod, subject.Container.Name);
        var limits = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        var notes = new List<string>();
        foreach (var resource in Resources.Both)
        {
            var (limit, note) = RequestRatio.Of(resource, current, subject.Bounds.Container?.Default).LimitFor(target.Of(resource));
            notes.AddRange(note is null ? [] : [note]);
            if (limit is { } amount)
            {
                limits[resource] = amount;
            }
        }

        return limits.Count == 0 ? resources : resources with { Limits = limits, Notes = [.. resources.Notes, .. notes] };
    }

    private static SortedDictionary<string, Quantity> Named(IReadOnlyDictionary<string, Quantity> amounts)
    {
        var named = Amounts.Copy(amounts);

        // A resource without a name would make a path that means the whole list.
        named.Remove("");
        return named;
    }

    private readonly record struct Subject(
        VerticalPodAutoscaler Vpa, Pod Pod, Container Container, CappedRecommendation Capped, LimitRangeBounds Bounds);
}
