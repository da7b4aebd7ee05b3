using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>One metric of an autoscaler, read once per change of its specification: its target and the texts that name it.</summary>
public sealed class MetricPlan
{
    private MetricPlan(MetricSpec spec, MetricKind kind, MetricTarget target)
    {
        Spec = spec;
        Kind = kind;
        (Target, TargetMilli) = Resolve(kind, target);
        Utilization = target.AverageUtilization ?? 0;
    }

    /// <summary>The metric as the user wrote it.</summary>
    public MetricSpec Spec { get; }

    /// <summary>Type of the metric.</summary>
    public MetricKind Kind { get; }

    /// <summary>Which target counts.</summary>
    public MetricTargetKind Target { get; }

    /// <summary>Target in thousandths, where it is a value.</summary>
    public long TargetMilli { get; }

    /// <summary>Target in percent, where it is a utilization.</summary>
    public int Utilization { get; }

    /// <summary>cpu, memory, … of a resource metric, else "".</summary>
    public string Resource { get; private init; } = "";

    /// <summary>The container of a container resource metric, else "".</summary>
    public string Container { get; private init; } = "";

    /// <summary>The metric's name and selector, where it is not a resource.</summary>
    public MetricIdentifier Identifier { get; private init; } = new();

    /// <summary>The object of an object metric.</summary>
    public CrossVersionObjectReference DescribedObject { get; private init; } = new();

    /// <summary>Which series count; null means all.</summary>
    public LabelSelector? Selector { get; private set; }

    /// <summary>Why the selector cannot be used, or null.</summary>
    public string? SelectorError { get; private set; }

    /// <summary>The name of the metric in conditions and events, as upstream words it.</summary>
    public string Name => field ??= MetricTexts.NameOf(this);

    /// <summary>The message of ScalingActive when this metric gave the replica count.</summary>
    public string FoundMessage => field ??= $"the HPA was able to successfully calculate a replica count from {Name}";

    /// <summary>Whether the metric does not depend on pods, so that it can wake a target from zero.</summary>
    public bool LivesWithoutPods => Kind is MetricKind.Object or MetricKind.External;

    /// <summary>Reads one metric of a specification.</summary>
    public static MetricPlan Of(MetricSpec spec) => spec switch
    {
        { Type: "Resource", Resource: { } r } => new(spec, MetricKind.Resource, r.Target) { Resource = r.Name },
        { Type: "ContainerResource", ContainerResource: { } c } =>
            new(spec, MetricKind.ContainerResource, c.Target) { Resource = c.Name, Container = c.Container },
        { Type: "Pods", Pods: { } p } => new MetricPlan(spec, MetricKind.Pods, p.Target) { Identifier = p.Metric }.WithSelector(),
        { Type: "Object", Object: { } o } =>
            new MetricPlan(spec, MetricKind.Object, o.Target) { Identifier = o.Metric, DescribedObject = o.DescribedObject }.WithSelector(),
        { Type: "External", External: { } e } =>
            new MetricPlan(spec, MetricKind.External, e.Target) { Identifier = e.Metric }.WithSelector(),
        _ => new(spec, MetricKind.Unknown, new()),
    };

    private static (MetricTargetKind Kind, long Milli) Resolve(MetricKind kind, MetricTarget target) => kind switch
    {
        MetricKind.Resource or MetricKind.ContainerResource when target.AverageValue is { } average =>
            (MetricTargetKind.AverageValue, average.SaturatedMilliValue),
        MetricKind.Resource or MetricKind.ContainerResource when target.AverageUtilization is not null => (MetricTargetKind.Utilization, 0),
        MetricKind.Pods when target.AverageValue is { } average => (MetricTargetKind.AverageValue, average.SaturatedMilliValue),
        MetricKind.Object when target is { Type: "Value", Value: { } value } => (MetricTargetKind.Value, value.SaturatedMilliValue),
        MetricKind.Object when target is { Type: "AverageValue", AverageValue: { } average } =>
            (MetricTargetKind.AverageValue, average.SaturatedMilliValue),
        MetricKind.External when target.AverageValue is { } average => (MetricTargetKind.AverageValue, average.SaturatedMilliValue),
        MetricKind.External when target.Value is { } value => (MetricTargetKind.Value, value.SaturatedMilliValue),
        _ => (MetricTargetKind.None, 0),
    };

    private MetricPlan WithSelector()
    {
        if (Identifier.Selector is not { } selector)
        {
            return this;
        }

        try
        {
            Selector = LabelSelector.From(selector);
        }
        catch (FormatException e)
        {
            SelectorError = e.Message;
        }

        return this;
    }
}
