using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Patching;

/// <summary>What a container had before its CPU was boosted, as an annotation of its pod keeps it, after pkg/utils/annotations/vpa_cpu_boost.go.</summary>
public sealed record OriginalResources
{
    /// <summary>What the names of such annotations begin with; the container's name follows.</summary>
    public const string AnnotationPrefix = "vpaCpuStartupBoost/";

    /// <summary>The requests of CPU and memory.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get => field ?? new SortedDictionary<string, Quantity>(); init; }

    /// <summary>The limits of CPU and memory.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get => field ?? new SortedDictionary<string, Quantity>(); init; }

    /// <summary>What a container has.</summary>
    public static OriginalResources Of(Container container) =>
        new() { Requests = Known(container.Resources?.Requests), Limits = Known(container.Resources?.Limits) };

    /// <summary>What a container of a pod had; null when it is not boosted, or its annotation cannot be read.</summary>
    public static OriginalResources? Of(Pod pod, string container)
    {
        if (pod.Metadata.Annotations?.TryGetValue(AnnotationPrefix + container, out var json) != true || json is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, VpaJson.Default.OriginalResources);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value of the annotation.</summary>
    public string ToAnnotation() => JsonSerializer.Serialize(this, VpaJson.Default.OriginalResources);

    private static SortedDictionary<string, Quantity> Known(IReadOnlyDictionary<string, Quantity>? amounts)
    {
        var known = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var resource in Resources.Both)
        {
            if (amounts is not null && amounts.TryGetValue(resource, out var amount))
            {
                known[resource] = amount;
            }
        }

        return known;
    }
}
