using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Patching;

/// <summary>The containers that a pod had when it was admitted, as an annotation of it says, after pkg/utils/annotations/vpa_observed_containers.go.</summary>
public static class ObservedContainers
{
    private const string Separator = ", ";

    /// <summary>The value of the annotation.</summary>
    public static string Of(Pod pod) => string.Join(Separator, pod.Spec.Containers.Select(container => container.Name));

    /// <summary>The containers that a value of the annotation names; null when it is malformed.</summary>
    public static IReadOnlyList<string>? Parse(string value)
    {
        var names = value.Length == 0 ? [] : value.Split(Separator);
        return Array.TrueForAll(names, name => NameRules.DnsLabelErrors(name).Count == 0) ? names : null;
    }
}
