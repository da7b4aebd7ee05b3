using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>In which quota scopes a pod lies, after pkg/quota/v1/evaluator/core/pods.go and pkg/apis/core/v1/helper/qos.</summary>
internal static class PodScope
{
    /// <summary>Whether the pod lies in a scope; operator and values matter to PriorityClass alone.</summary>
    public static bool Contains(ScopeRequirement scope, Pod pod) => scope.ScopeName switch
    {
        QuotaScope.Terminating => IsTerminating(pod),
        QuotaScope.NotTerminating => !IsTerminating(pod),
        QuotaScope.BestEffort => IsBestEffort(pod),
        QuotaScope.NotBestEffort => !IsBestEffort(pod),
        QuotaScope.PriorityClass => QuotaScope.Matches(scope, pod.Spec.PriorityClassName is { Length: > 0 } name ? [name] : []),
        QuotaScope.CrossNamespacePodAffinity => LooksIntoOtherNamespaces(pod.Spec.Affinity?.PodAffinity)
            || LooksIntoOtherNamespaces(pod.Spec.Affinity?.PodAntiAffinity),
        _ => false,
    };

    /// <summary>Whether the pod is to end after some time.</summary>
    public static bool IsTerminating(Pod pod) => pod.Spec.ActiveDeadlineSeconds >= 0;

    private static bool IsBestEffort(Pod pod)
    {
        if (pod.Status.QosClass is { Length: > 0 } stored)
        {
            return stored == QuotaScope.BestEffort;
        }

        // Even an empty one decides, unlike where amounts are counted.
        if (pod.Spec.Resources is { } podLevel)
        {
            return !Reserves(podLevel);
        }

        return !pod.Spec.Containers.Any(container => Reserves(container.Resources))
            && !pod.Spec.InitContainers.Any(container => Reserves(container.Resources));
    }

    private static bool Reserves(ResourceRequirements? resources) => HasSome(resources?.Requests) || HasSome(resources?.Limits);

    private static bool HasSome(IReadOnlyDictionary<string, Quantity>? amounts) =>
        amounts is not null && (amounts.GetValueOrDefault("cpu").Sign > 0 || amounts.GetValueOrDefault("memory").Sign > 0);

    private static bool LooksIntoOtherNamespaces(PodAffinity? affinity) =>
        affinity is not null
        && (affinity.RequiredDuringSchedulingIgnoredDuringExecution.Any(NamesNamespaces)
            || affinity.PreferredDuringSchedulingIgnoredDuringExecution.Any(term => NamesNamespaces(term.PodAffinityTerm)));

    // An empty selector counts: it is every namespace.
    private static bool NamesNamespaces(PodAffinityTerm term) => term.Namespaces.Count > 0 || term.NamespaceSelector is not null;
}
