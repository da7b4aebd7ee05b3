using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

/// <summary>A line of recommendation.jsonl, fed to a model as the recorder fed it to upstream's.</summary>
internal sealed class ReplayedCase
{
    public static readonly ObjectKey Vpa = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "ns", "vpa");

    private readonly long _start;

    public ReplayedCase(JsonElement line)
    {
        _start = line.GetProperty("baseUnixSeconds").GetInt64();
        Options = OptionsOf(line.GetProperty("flags"));
        Policy = line.TryGetProperty("resourcePolicy", out var policy) ? policy.Deserialize(VpaJson.Default.VpaResourcePolicy) : null;
        Model = Fresh();
        foreach (var container in line.GetProperty("containers").EnumerateArray())
        {
            Feed(container);
        }
    }

    public UsageOptions Options { get; }

    public VpaResourcePolicy? Policy { get; }

    public UsageModel Model { get; }

    public int RejectedCpu { get; private set; }

    public int RejectedMemory { get; private set; }

    public int RejectedOoms { get; private set; }

    /// <summary>A model that knows the autoscaler alone.</summary>
    public UsageModel Fresh()
    {
        var model = new UsageModel(Options);
        model.SetVpa(Vpa, LabelSelector.Parse("app=x"), Policy);
        return model;
    }

    private static UsageOptions OptionsOf(JsonElement flags)
    {
        double Number(string flag) => flags.GetProperty(flag).GetDouble();
        return UsageOptions.Upstream with
        {
            CpuHalfLife = TimeSpan.FromSeconds(Number("cpu-histogram-decay-half-life-seconds")),
            MemoryHalfLife = TimeSpan.FromSeconds(Number("memory-histogram-decay-half-life-seconds")),
            MemoryInterval = TimeSpan.FromSeconds(Number("memory-aggregation-interval-seconds")),
            MemoryIntervals = (long)Number("memory-aggregation-interval-count"),
            OomRatio = Number("oom-bump-up-ratio"),
            OomMinimum = Number("oom-min-bump-up-bytes"),
            PerVpaConfig = flags.GetProperty("featureGate-PerVPAConfig").GetBoolean(),
        };
    }

    private void Feed(JsonElement container)
    {
        var id = new ContainerId("ns", container.GetProperty("pod").GetString()!, container.GetProperty("name").GetString()!);
        var labels = container.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
        Model.SetPod(new(id.Namespace, id.Pod, labels, true, [id.Container]));
        foreach (var (time, value, _) in Samples(container, "cpu"))
        {
            RejectedCpu += Model.AddUsage(id, time, value, null).IsAccepted ? 0 : 1;
        }

        foreach (var (time, value, isOom) in Samples(container, "mem"))
        {
            if (isOom)
            {
                RejectedOoms += Model.RecordOom(id, time, value) == SampleOutcome.Accepted ? 0 : 1;
            }
            else
            {
                RejectedMemory += Model.AddUsage(id, time, null, value).IsAccepted ? 0 : 1;
            }
        }
    }

    private IEnumerable<(DateTimeOffset Time, long Value, bool IsOom)> Samples(JsonElement container, string resource)
    {
        if (!container.TryGetProperty(resource, out var samples))
        {
            yield break;
        }

        var ooms = samples.TryGetProperty("oom", out var listed) ? listed.EnumerateArray().Select(index => index.GetInt32()).ToHashSet() : [];
        var values = samples.GetProperty("v");
        for (var i = 0; i < values.GetArrayLength(); i++)
        {
            var second = samples.TryGetProperty("t", out var times)
                ? times[i].GetInt64()
                : samples.GetProperty("t0").GetInt64() + (i * samples.GetProperty("step").GetInt64());
            yield return (DateTimeOffset.FromUnixTimeSeconds(_start + second), values[i].GetInt64(), ooms.Contains(i));
        }
    }
}
