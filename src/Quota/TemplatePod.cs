using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// The pod that the API server makes of a template: limits become requests where those are missing, the pod as a whole gets the
/// requests that its limits ask for, and limit ranges add their defaults. Its priority class and overhead are those that the template names.
/// </summary>
internal static class TemplatePod
{
    /// <summary>Makes the pod of a namespace with these limit ranges.</summary>
    public static Pod Make(PodTemplate template, string @namespace, IEnumerable<LimitRange> limitRanges)
    {
        var spec = Complete(template.Spec);
        return new()
        {
            Metadata = template.Metadata with { Namespace = @namespace },
            Spec = LimitRangeDefaults.For(spec, limitRanges).ApplyTo(spec),
        };
    }

    /// <summary>The specification as the API server completes it before limit ranges are asked.</summary>
    public static PodSpec Complete(PodSpec template)
    {
        var spec = template with
        {
            Containers = [.. template.Containers.Select(WithRequests)],
            InitContainers = [.. template.InitContainers.Select(WithRequests)],
        };
        return spec with { Resources = PodLevel(spec) };
    }

    /// <summary>In the words of the API server, what default limits below a container's own requests make of the pod; null when it is valid.</summary>
    public static string? Invalidity(PodSpec spec) =>
        Invalidity(spec.Containers, "containers") ?? Invalidity(spec.InitContainers, "initContainers");

    private static string? Invalidity(IReadOnlyList<Container> containers, string list) => containers
        .SelectMany((container, index) => (container.Resources?.Requests ?? QuotaAmounts.Nothing)
            .Where(request => container.Resources?.Limits?.TryGetValue(request.Key, out var limit) == true && request.Value > limit)
            .Select(request => $"spec.{list}[{index}].resources.requests: Invalid value: \"{request.Value}\": "
                + $"must be less than or equal to {request.Key} limit of {container.Resources?.Limits?[request.Key]}"))
        .FirstOrDefault();

    private static Container WithRequests(Container container) => container.Resources is not { Limits.Count: > 0 } resources
        ? container
        : container with { Resources = resources with { Requests = Fill(resources.Requests, resources.Limits) } };

    private static ResourceRequirements? PodLevel(PodSpec spec)
    {
        if (spec.Resources is not { } own || (own.Requests?.Count ?? 0) + (own.Limits?.Count ?? 0) == 0)
        {
            return spec.Resources;
        }

        var hugePages = PodTotals.OfContainers(spec, container => container.Resources?.Limits).Amounts
            .Where(limit => limit.Key.StartsWith(PodResourceNames.HugePages, StringComparison.Ordinal) && own.Requests?.ContainsKey(limit.Key) != true);
        var limits = Fill(own.Limits, hugePages);
        if (limits.Count == 0)
        {
            return own;
        }

        var requested = PodTotals.OfContainers(spec, container => container.Resources?.Requests).Amounts.Where(request => request.Key is "cpu" or "memory");
        return new() { Limits = limits, Requests = Fill(Fill(own.Requests, requested), limits) };
    }

    private static Dictionary<string, Quantity> Fill(
        IReadOnlyDictionary<string, Quantity>? own, IEnumerable<KeyValuePair<string, Quantity>> missing)
    {
        var filled = (own ?? QuotaAmounts.Nothing).ToDictionary();
        foreach (var (resource, amount) in missing)
        {
            filled.TryAdd(resource, amount);
        }

        return filled;
    }
}
