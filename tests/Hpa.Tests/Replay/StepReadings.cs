using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>What the metrics APIs of one recorded step answer.</summary>
internal sealed class StepReadings(JsonElement step, IReadOnlyList<Pod> pods)
{
    public MetricReading Of(MetricPlan metric) => metric.Kind switch
    {
        MetricKind.Resource => Resource(metric),
        MetricKind.ContainerResource => Resource(metric),
        MetricKind.Pods => PodMetric(metric.Identifier.Name),
        MetricKind.Object => ObjectMetric(metric),
        _ => External(metric.Identifier.Name),
    };

    private MetricReading Resource(MetricPlan metric)
    {
        if (ErrorOf("resource") is { } error)
        {
            return MetricReading.Failed($"unable to fetch metrics from resource metrics API: {error}");
        }

        if (!Has("resourceMetrics", out var items) || items.GetArrayLength() == 0)
        {
            return MetricReading.Failed("no metrics returned from resource metrics API");
        }

        return Samples(items.EnumerateArray().Select(item => (item.GetProperty("pod").GetString()!, SampleOf(item, metric))));
    }

    private static PodSample SampleOf(JsonElement item, MetricPlan metric)
    {
        var containers = item.GetProperty("containers");
        var sum = 0L;
        var found = false;
        foreach (var container in containers.ValueKind == JsonValueKind.Array ? containers.EnumerateArray() : default)
        {
            if (metric.Container.Length > 0 && container.GetProperty("name").GetString() != metric.Container)
            {
                continue;
            }

            if (!container.GetProperty("usage").TryGetProperty(metric.Resource, out var usage))
            {
                return default;
            }

            sum = Saturating.Add(sum, usage.GetInt64());
            found = true;
        }

        return found
            ? new(sum, VectorScenario.TimeOf(item.GetProperty("timestampOffset")), TimeSpan.FromSeconds(item.GetProperty("window").GetInt64()))
            : default;
    }

    private MetricReading PodMetric(string name)
    {
        if (ErrorOf($"pods:{name}") is { } error)
        {
            return MetricReading.Failed($"unable to fetch metrics from custom metrics API: {error}");
        }

        return Has("podMetrics", out var all) && all.TryGetProperty(name, out var values)
            && values.ValueKind == JsonValueKind.Object && values.EnumerateObject().Any()
            ? Samples(values.EnumerateObject().Select(v => (v.Name, new PodSample(v.Value.GetInt64(), VectorScenario.Start, default))))
            : MetricReading.Failed("no metrics returned from custom metrics API");
    }

    private MetricReading ObjectMetric(MetricPlan metric)
    {
        var (name, described) = (metric.Identifier.Name, metric.DescribedObject);
        var error = ErrorOf($"object:{name}");
        if (error is null && Has("objectMetrics", out var all))
        {
            foreach (var one in all.EnumerateArray().Where(o => o.GetProperty("metric").GetString() == name
                && o.GetProperty("kind").GetString() == described.Kind && o.GetProperty("name").GetString() == described.Name))
            {
                return new() { Series = [one.GetProperty("value").GetInt64()] };
            }
        }

        error ??= $"the server could not find the metric {name} for {described.Kind} {described.Name}";
        return MetricReading.Failed($"unable to fetch metrics from custom metrics API: {error}");
    }

    private MetricReading External(string name)
    {
        if (ErrorOf($"external:{name}") is { } error)
        {
            return MetricReading.Failed($"unable to fetch metrics from external metrics API: {error}");
        }

        return Has("externalMetrics", out var all) && all.TryGetProperty(name, out var values)
            && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
            ? new() { Series = [.. values.EnumerateArray().Select(v => v.GetInt64())] }
            : MetricReading.Failed("no metrics returned from external metrics API");
    }

    private MetricReading Samples(IEnumerable<(string Pod, PodSample Sample)> items)
    {
        var byPod = items.Where(i => i.Sample.Exists).GroupBy(i => i.Pod).ToDictionary(g => g.Key, g => g.Last().Sample);
        var ours = pods.Select(p => byPod.Remove(p.Metadata.Name, out var sample) ? sample : default).ToList();
        return new() { OfPods = [.. ours], OfGone = [.. byPod.Values.Select(s => s.Milli)] };
    }

    private string? ErrorOf(string key) =>
        Has("metricErrors", out var errors) && errors.TryGetProperty(key, out var error) ? error.GetString() : null;

    private bool Has(string member, out JsonElement value) =>
        step.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;
}
