using System.Text.Json.Serialization;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis;

/// <summary>PodMetrics (with Containers) or NodeMetrics (with Usage) of metrics.k8s.io/v1beta1; in a list without Kind and ApiVersion.</summary>
internal sealed record UsageObject
{
    public string? Kind { get; init; }

    public string? ApiVersion { get; init; }

    public required MetricsMeta Metadata { get; init; }

    public required string Timestamp { get; init; }

    public required string Window { get; init; }

    public IReadOnlyList<ContainerMetrics>? Containers { get; init; }

    public IReadOnlyDictionary<string, Quantity>? Usage { get; init; }

    /// <summary>The usage of the whole object by resource, ordered by name.</summary>
    [JsonIgnore]
    public SortedDictionary<string, Quantity> Total
    {
        get
        {
            var total = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
            foreach (var (resource, amount) in Usage ?? (Containers ?? []).SelectMany(container => container.Usage))
            {
                total[resource] = total.TryGetValue(resource, out var sum) ? sum.Add(amount) : amount;
            }

            return total;
        }
    }
}
