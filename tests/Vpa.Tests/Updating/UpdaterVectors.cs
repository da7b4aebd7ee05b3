using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

/// <summary>What the three files of updater vectors have in common.</summary>
internal static class UpdaterVectors
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2023-11-14T22:13:20Z", System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<JsonElement> Of(string file) =>
        Vectors.Read("vpa").Where(vector => vector.File.StartsWith(file, StringComparison.Ordinal)).Select(vector => vector.Case);

    public static VerticalPodAutoscaler Vpa(JsonElement vector)
    {
        var recommendation = vector.GetProperty("recommendation").GetRawText();
        var json = $$"""{"metadata":{"name":"vpa","namespace":"ns"},"spec":{{vector.GetProperty("vpaSpec").GetRawText()}},"status":{"recommendation":{{recommendation}} } }""";
        return JsonSerializer.Deserialize(json, VerticalPodAutoscaler.JsonType)!;
    }

    public static UpdaterOptions Options(JsonElement vector)
    {
        var (config, gates) = (vector.GetProperty("config"), vector.GetProperty("featureGates"));
        var options = UpdaterOptions.Upstream;
        return options with
        {
            MinReplicas = (int)Number(config, "min-replicas", options.MinReplicas),
            EvictionTolerance = Number(config, "eviction-tolerance", options.EvictionTolerance),
            UpdateThreshold = Number(config, "pod-update-threshold", options.UpdateThreshold),
            UpdateLifetime = TimeSpan.FromSeconds(Number(config, "in-recommendation-bounds-eviction-lifetime-threshold-seconds", options.UpdateLifetime.TotalSeconds)),
            EvictAfterOom = TimeSpan.FromSeconds(Number(config, "evict-after-oom-threshold-seconds", options.EvictAfterOom.TotalSeconds)),
            InPlaceSkipsDisruptionBudget = IsOn(config, "in-place-skip-disruption-budget"),
            AllowsInPlaceMode = IsOn(gates, "InPlace"),
            AllowsSettingsPerVpa = IsOn(gates, "PerVPAConfig"),
        };
    }

    public static bool IsOn(JsonElement switches, string name) => switches.TryGetProperty(name, out var value) && value.GetBoolean();

    public static double Number(JsonElement config, string name, double otherwise) =>
        config.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    /// <summary>The pod of a line that describes it shortly.</summary>
    public static Pod Pod(JsonElement pod, string ownerKind, ResourceRequirements resources)
    {
        var policy = pod.GetProperty("memoryResizePolicy").GetString();
        return new()
        {
            Metadata = new()
            {
                Name = pod.GetProperty("name").GetString()!,
                Namespace = "ns",
                Uid = pod.GetProperty("name").GetString()!,
                OwnerReferences = [new() { Kind = ownerKind, Name = "owner", Controller = true }],
            },
            Spec = new()
            {
                Containers =
                [
                    new()
                    {
                        Name = "c0",
                        Resources = resources,
                        ResizePolicy = string.IsNullOrEmpty(policy) ? [] : [new() { ResourceName = "memory", RestartPolicy = policy }],
                    },
                ],
            },
            Status = new() { Phase = pod.GetProperty("phase").GetString() },
        };
    }

    public static PodCondition Condition(JsonElement condition) => new()
    {
        Type = condition.GetProperty("type").GetString()!,
        Status = condition.GetProperty("status").GetString()!,
        Reason = condition.GetProperty("reason").GetString(),
        Message = condition.GetProperty("message").GetString(),
    };

    public static ResourceRequirements Resources(JsonElement resources) => resources.Deserialize(KubeJson.Default.ResourceRequirements)!;

    public static IReadOnlyDictionary<PodCreator, int> Replicas(JsonElement vector) => new Dictionary<PodCreator, int>
    {
        [new("ns", vector.GetProperty("ownerKind").GetString()!, "owner")] = vector.GetProperty("configuredReplicas").GetInt32(),
    };

    /// <summary>The pod with what the genuine capping and patching make of the recommendation.</summary>
    public static PodCandidate CandidateOf(VerticalPodAutoscaler vpa, Pod pod)
    {
        var capped = PodCapping.Cap(vpa.Status.Recommendation, vpa.Spec.ResourcePolicy, pod, LimitRangeBounds.None);
        var desired = ResizePlan.Of(vpa, pod, PodResources.Of(vpa, pod, capped, LimitRangeBounds.None), Now);
        return new() { Pod = pod, Recommendation = capped.Recommendation, Desired = desired };
    }

    public static RecommendedPodResources Targets(params (string Resource, string Amount)[] targets) => new()
    {
        ContainerRecommendations = [new() { ContainerName = "c0", Target = targets.ToDictionary(t => t.Resource, t => Quantity.Parse(t.Amount)) }],
    };
}
