using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>Shows proposals as status.currentMetrics: a slot per metric, an empty one where it failed.</summary>
internal static class CurrentMetrics
{
    private static readonly MetricStatus Empty = new();

    public static IReadOnlyList<MetricStatus> Of(IReadOnlyList<ReplicaProposal> proposals)
    {
        var slots = new MetricStatus[proposals.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = proposals[i].Failure is null ? Of(proposals[i]) : Empty;
        }

        return slots;
    }

    /// <summary>Whether two lists show the same; quantities are compared by amount, none and empty are the same.</summary>
    public static bool Same(IReadOnlyList<MetricStatus>? left, IReadOnlyList<MetricStatus>? right)
    {
        if ((left?.Count ?? 0) != (right?.Count ?? 0))
        {
            return false;
        }

        for (var i = 0; i < (left?.Count ?? 0); i++)
        {
            if (left is null || right is null || !Same(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static MetricStatus Of(ReplicaProposal proposal)
    {
        var metric = proposal.Metric;
        var current = Value(proposal);
        return metric.Kind switch
        {
            MetricKind.Resource => new() { Type = "Resource", Resource = new() { Name = metric.Resource, Current = current } },
            MetricKind.ContainerResource => new()
            {
                Type = "ContainerResource",
                ContainerResource = new() { Name = metric.Resource, Container = metric.Container, Current = current },
            },
            MetricKind.Pods => new() { Type = "Pods", Pods = new() { Metric = metric.Identifier, Current = current } },
            MetricKind.Object => new()
            {
                Type = "Object",
                Object = new() { Metric = metric.Identifier, DescribedObject = metric.DescribedObject, Current = current },
            },
            _ => new() { Type = "External", External = new() { Metric = metric.Identifier, Current = current } },
        };
    }

    private static MetricValueStatus Value(ReplicaProposal proposal)
    {
        var format = proposal.Metric.Resource == "memory" ? QuantityFormat.BinarySI : QuantityFormat.DecimalSI;
        var reading = Quantity.FromMilli(proposal.Reading, format);
        return proposal.Metric.Target == MetricTargetKind.Value
            ? new() { Value = reading }
            : new() { AverageValue = reading, AverageUtilization = proposal.Utilization };
    }

    private static bool Same(MetricStatus left, MetricStatus right) => left.Type == right.Type && left.Type switch
    {
        "" => true,
        "Resource" => left.Resource?.Name == right.Resource?.Name && Same(left.Resource?.Current, right.Resource?.Current),
        "ContainerResource" => left.ContainerResource?.Name == right.ContainerResource?.Name
            && left.ContainerResource?.Container == right.ContainerResource?.Container
            && Same(left.ContainerResource?.Current, right.ContainerResource?.Current),
        "Pods" => Same(left.Pods?.Metric, right.Pods?.Metric) && Same(left.Pods?.Current, right.Pods?.Current),
        "Object" => left.Object?.DescribedObject == right.Object?.DescribedObject
            && Same(left.Object?.Metric, right.Object?.Metric) && Same(left.Object?.Current, right.Object?.Current),
        _ => Same(left.External?.Metric, right.External?.Metric) && Same(left.External?.Current, right.External?.Current),
    };

    private static bool Same(MetricValueStatus? left, MetricValueStatus? right) =>
        left?.AverageUtilization == right?.AverageUtilization
        && left?.Value == right?.Value
        && left?.AverageValue == right?.AverageValue;

    private static bool Same(MetricIdentifier? left, MetricIdentifier? right) => ReferenceEquals(left, right)
        || (left?.Name == right?.Name && MetricTexts.SelectorText(left?.Selector) == MetricTexts.SelectorText(right?.Selector));
}
