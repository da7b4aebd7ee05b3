using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation.Replay;

/// <summary>A model of usage that has seen what a vector recorded, in its order.</summary>
internal sealed class RecordedUsage
{
    public static readonly ObjectKey Vpa = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "ns", "vpa");

    private RecordedUsage(JsonElement vector, VpaResourcePolicy? policy)
    {
        Model = new(RecordedFlags.Usage(vector.GetProperty("flags")));
        Model.SetVpa(Vpa, LabelSelector.Parse("app=x"), policy);
    }

    public UsageModel Model { get; }

    public int RefusedCpu { get; private set; }

    public int RefusedMemory { get; private set; }

    public int RefusedOoms { get; private set; }

    /// <summary>A model without pods, to which checkpoints are given.</summary>
    public static RecordedUsage Empty(JsonElement vector, VpaResourcePolicy? policy) => new(vector, policy);

    /// <summary>A model that has seen all samples and kills of the vector.</summary>
    public static RecordedUsage Of(JsonElement vector, VpaResourcePolicy? policy)
    {
        RecordedUsage usage = new(vector, policy);
        var containers = vector.GetProperty("containers").EnumerateArray().ToList();
        foreach (var pod in containers.GroupBy(container => container.GetProperty("pod").GetString()!))
        {
            var labels = pod.First().GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
            usage.Model.SetPod(new("ns", pod.Key, labels, IsActive: true, [.. pod.Select(Name)]));
        }

        foreach (var container in containers)
        {
            usage.Feed(container, vector.GetProperty("baseUnixSeconds").GetInt64());
        }

        return usage;
    }

    private static string Name(JsonElement container) => container.GetProperty("name").GetString()!;

    private void Feed(JsonElement container, long start)
    {
        ContainerId id = new("ns", container.GetProperty("pod").GetString()!, Name(container));
        foreach (var (time, milli, _) in Samples(container, "cpu", start))
        {
            RefusedCpu += Model.AddUsage(id, time, milli, null).IsAccepted ? 0 : 1;
        }

        foreach (var (time, bytes, isOom) in Samples(container, "mem", start))
        {
            if (isOom)
            {
                RefusedOoms += Model.RecordOom(id, time, bytes) == SampleOutcome.Accepted ? 0 : 1;
            }
            else
            {
                RefusedMemory += Model.AddUsage(id, time, null, bytes).IsAccepted ? 0 : 1;
            }
        }
    }

    private static IEnumerable<(DateTimeOffset Time, long Value, bool IsOom)> Samples(JsonElement container, string resource, long start)
    {
        if (!container.TryGetProperty(resource, out var series))
        {
            yield break;
        }

        var times = series.TryGetProperty("t", out var stamps) ? stamps.EnumerateArray().Select(stamp => stamp.GetInt64()).ToList() : null;
        var ooms = series.TryGetProperty("oom", out var kills) ? kills.EnumerateArray().Select(kill => kill.GetInt32()).ToHashSet() : [];
        var index = 0;
        foreach (var value in series.GetProperty("v").EnumerateArray())
        {
            var seconds = times?[index] ?? series.GetProperty("t0").GetInt64() + index * series.GetProperty("step").GetInt64();
            yield return (DateTimeOffset.FromUnixTimeSeconds(start + seconds), value.GetInt64(), ooms.Contains(index));
            index++;
        }
    }
}
