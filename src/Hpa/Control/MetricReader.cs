using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Control;

/// <summary>Reads metrics from the table as Kubernetes' metrics clients read them from their APIs, failures in their words.</summary>
internal sealed class MetricReader(MetricTable table)
{
    private static readonly MetricReading NoResourceMetrics = MetricReading.Failed("no metrics returned from resource metrics API");
    private static readonly MetricReading NoCustomMetrics = MetricReading.Failed("no metrics returned from custom metrics API");
    private static readonly MetricReading NoExternalMetrics = MetricReading.Failed("no metrics returned from external metrics API");

    public IReadOnlyList<MetricReading> ReadAll(HpaPlan plan, string @namespace, ImmutableArray<PodEntry<PodTraits>> pods, DateTimeOffset now)
    {
        var readings = new MetricReading[plan.Metrics.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = Read(plan.Metrics[i], @namespace, pods, now);
        }

        return readings;
    }

    private MetricReading Read(MetricPlan metric, string @namespace, ImmutableArray<PodEntry<PodTraits>> pods, DateTimeOffset now) =>
        metric.Kind switch
        {
            MetricKind.Resource or MetricKind.ContainerResource => Resource(metric, @namespace, pods),
            MetricKind.Pods => OfPods(metric, @namespace, pods, now),
            MetricKind.Object => OfObject(metric, @namespace, now),
            MetricKind.External => External(metric, @namespace, now),
            _ => new(),
        };

    private MetricReading Resource(MetricPlan metric, string @namespace, ImmutableArray<PodEntry<PodTraits>> pods)
    {
        if (table.ResourceAbsence is { } absence)
        {
            return NoResource(absence);
        }

        var samples = new PodSample[pods.Length];
        var answered = false;
        for (var i = 0; i < samples.Length; i++)
        {
            // A pod of which one container has no reading has none; where a metric is about one container, only that one counts.
            if (table.TryFindAmount(@namespace, pods[i].Pod.Metadata.Name, metric.Resource, metric.Container, out var amount))
            {
                answered = true;
                samples[i] = new(amount.Milli, amount.Time, amount.Window);
            }
        }

        return answered ? new() { OfPods = ImmutableCollectionsMarshal.AsImmutableArray(samples) }
            : WhyNodesFail(pods) is { } because ? NoResource(because)
            : NoResourceMetrics;
    }

    // Kubernetes has no more to say than that nothing was returned; what a pod's node failed with is why.
    private string? WhyNodesFail(ImmutableArray<PodEntry<PodTraits>> pods)
    {
        foreach (var pod in pods)
        {
            if (pod.Pod.Spec.NodeName is { Length: > 0 } node && table.WhyNodeAbsent(node) is { } because)
            {
                return because;
            }
        }

        return null;
    }

    private static MetricReading NoResource(string because) =>
        MetricReading.Failed($"unable to fetch metrics from resource metrics API: {because}");

    private MetricReading OfPods(
        MetricPlan metric, string @namespace, ImmutableArray<PodEntry<PodTraits>> pods, DateTimeOffset now)
    {
        var anyPod = new ObjectKey("", "Pod", @namespace, "");
        if (!table.ServesCustom(anyPod, metric.Identifier.Name))
        {
            return NoCustom(table.WhyNoCustom(anyPod, metric.Identifier.Name, LabelSelector.Everything));
        }

        var samples = new PodSample[pods.Length];
        var answered = false;
        string? absence = null;
        var selector = metric.Selector ?? LabelSelector.Everything;
        for (var i = 0; i < samples.Length; i++)
        {
            var pod = pods[i].Pod.Metadata.Name;
            var reading = table.FindCustom(anyPod with { Name = pod }, metric.Identifier.Name, selector, now);
            if (reading?.Value is { } value)
            {
                answered = true;
                samples[i] = new(value.SaturatedMilliValue, reading.Time, reading.Window ?? TimeSpan.FromMinutes(1));
            }

            absence ??= reading?.Absence;
        }

        return answered ? new() { OfPods = ImmutableCollectionsMarshal.AsImmutableArray(samples) }
            : absence is null ? NoCustomMetrics
            : NoCustom(absence);
    }

    private MetricReading OfObject(MetricPlan metric, string @namespace, DateTimeOffset now)
    {
        var described = metric.DescribedObject;
        _ = ScaleTarget.TryParseGroup(described.ApiVersion, out var group, out _);
        var key = new ObjectKey(group, described.Kind, described.Kind == "Namespace" ? "" : @namespace, described.Name);
        var selector = metric.Selector ?? LabelSelector.Everything;
        var reading = table.FindCustom(key, metric.Identifier.Name, selector, now);
        if (reading?.Value is { } value)
        {
            return new() { Series = [value.SaturatedMilliValue] };
        }

        return NoCustom(reading?.Absence ?? table.WhyNoCustom(key, metric.Identifier.Name, selector));
    }

    private static MetricReading NoCustom(string because) =>
        MetricReading.Failed($"unable to fetch metrics from custom metrics API: {because}");

    private MetricReading External(MetricPlan metric, string @namespace, DateTimeOffset now)
    {
        var answer = table.FindExternal(@namespace, metric.Identifier.Name, metric.Selector ?? LabelSelector.Everything, now);
        if (answer.Absence is { } absence)
        {
            return MetricReading.Failed($"unable to fetch metrics from external metrics API: {absence}");
        }

        var values = new long[answer.Series.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var reading = answer.Series[i].Reading;
            values[i] = reading.Value?.SaturatedMilliValue
                ?? throw new InvalidOperationException($"{metric.Identifier.Name} is said to have values and lacks one: {reading.Absence}");
        }

        return values.Length == 0 ? NoExternalMetrics : new() { Series = values };
    }
}
