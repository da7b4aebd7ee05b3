using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Updating;

/// <summary>When what a container got for its start is taken back, after upstream's GetExpiredStartupCPUBoostAnnotations.</summary>
internal static class StartupBoostEnd
{
    private const string Prefix = OriginalResources.AnnotationPrefix;

    /// <summary>Whether any container of the pod is boosted.</summary>
    public static bool IsBoosted(Pod pod) => pod.Metadata.Annotations?.Keys.Any(IsMark) ?? false;

    /// <summary>Whether the container is boosted.</summary>
    public static bool IsBoosted(Pod pod, string container) => pod.Metadata.Annotations?.ContainsKey(Prefix + container) ?? false;

    /// <summary>Whether the autoscaler asks for boosts at all.</summary>
    public static bool IsAskedFor(VerticalPodAutoscaler vpa) =>
        vpa.Spec.StartupBoost is not null || (vpa.Spec.ResourcePolicy?.ContainerPolicies.Any(policy => policy.StartupBoost is not null) ?? false);

    /// <summary>The boosted containers whose time is over: the pod has been ready for longer than the autoscaler's duration.</summary>
    public static IReadOnlyList<string> Expired(Pod pod, VerticalPodAutoscaler vpa, DateTimeOffset now)
    {
        var ready = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        if (ready?.Status != "True" || pod.Metadata.Annotations is not { } annotations)
        {
            return [];
        }

        var boosted = annotations.Keys.Where(IsMark).Select(key => key[Prefix.Length..]).Order(StringComparer.Ordinal);
        return [.. boosted.Where(container => IsOver(DurationOf(container, vpa.Spec), now - (ready.LastTransitionTime ?? DateTimeOffset.MinValue)))];
    }

    private static bool IsMark(string annotation) => annotation.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsOver(TimeSpan duration, TimeSpan ready) => duration == TimeSpan.Zero || ready > duration;

    private static TimeSpan DurationOf(string container, VpaSpec spec)
    {
        var own = ContainerPolicy.Of(container, spec.ResourcePolicy);
        return TimeSpan.FromSeconds(own?.StartupBoost?.Cpu?.DurationSeconds ?? spec.StartupBoost?.Cpu?.DurationSeconds ?? 0);
    }
}
