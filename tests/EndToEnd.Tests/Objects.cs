using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Objects that the tests of the whole program make and look at, all in the namespace "default".</summary>
internal static class Objects
{
    public const string Namespace = "default";

    // No test wants to wait for the usual policies, which look back over 15 s and more.
    private const string Quick = """
        {"scaleUp":{"stabilizationWindowSeconds":0,"policies":[{"type":"Pods","value":100,"periodSeconds":1}]},
        "scaleDown":{"stabilizationWindowSeconds":0,"policies":[{"type":"Percent","value":100,"periodSeconds":1}]}}
        """;

    public static readonly KubeRoute Deployments = new("apps", "v1", "deployments", Namespace);

    /// <summary>Creates a Deployment of one container, with annotations and environment on its pods.</summary>
    public static Task DeployAsync(KubeClient client, string name, int replicas, JsonObject? annotations = null, JsonObject? container = null)
    {
        var pod = container ?? [];
        pod["name"] = "main";
        pod["image"] ??= "registry.k8s.io/pause:3.10";
        pod["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "64Mi" } };
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name }, ["annotations"] = annotations },
            ["spec"] = new JsonObject { ["terminationGracePeriodSeconds"] = 1, ["containers"] = new JsonArray(pod) },
        };
        return CreateAsync(client, Deployments, name, new JsonObject
        {
            ["replicas"] = replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = template,
        });
    }

    /// <summary>Creates an autoscaler of the Deployment of the same name, which scales at once; its metric is in JSON.</summary>
    public static Task AutoscaleAsync(KubeClient client, string name, (int Min, int Max) replicas, string metric) =>
        CreateAsync(client, KubeRoute.HorizontalPodAutoscalers.In(Namespace), name, new JsonObject
        {
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = name },
            ["minReplicas"] = replicas.Min,
            ["maxReplicas"] = replicas.Max,
            ["metrics"] = new JsonArray(JsonNode.Parse(metric)),
            ["behavior"] = JsonNode.Parse(Quick),
        });

    /// <summary>A container that takes messages from a queue, one at a time.</summary>
    public static JsonObject QueueWorker(string queue, string serviceTime = "50ms") => new()
    {
        ["image"] = "autoscale.local/queue-worker",
        ["env"] = new JsonArray(
            new JsonObject { ["name"] = "QUEUE", ["value"] = queue },
            new JsonObject { ["name"] = "SERVICE_TIME", ["value"] = serviceTime }),
    };

    /// <summary>A metric on the messages of a queue, so many a replica.</summary>
    public static string QueueMetric(string queue, int perReplica) => $$$"""
        {"type":"External","external":{"metric":{"name":"rabbitmq_queue_messages","selector":{"matchLabels":{"queue":"{{{queue}}}"} } },
        "target":{"type":"AverageValue","averageValue":"{{{perReplica}}}"} } }
        """;

    /// <summary>A metric on the messages of all queues together, so many a replica.</summary>
    public static string AllQueuesMetric(int perReplica) => $$$"""
        {"type":"External","external":{"metric":{"name":"rabbitmq_queue_messages"},
        "target":{"type":"AverageValue","averageValue":"{{{perReplica}}}"} } }
        """;

    /// <summary>A metric on the CPU of the pods, in percent of what they request.</summary>
    public static string CpuMetric(int percent) =>
        $$$"""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":{{{percent}}} } } }""";

    /// <summary>A Deployment as it is now.</summary>
    public static async Task<JsonNode> DeploymentAsync(KubeClient client, string name) => await ReadAsync(client, Deployments.Of(Namespace, name).Path);

    /// <summary>How many replicas a Deployment is to have.</summary>
    public static async Task<int> ReplicasAsync(KubeClient client, string name) =>
        (await DeploymentAsync(client, name))["spec"]!["replicas"]!.GetValue<int>();

    /// <summary>How many replicas of a Deployment are available.</summary>
    public static async Task<int> AvailableAsync(KubeClient client, string name) =>
        (await DeploymentAsync(client, name))["status"]?["availableReplicas"]?.GetValue<int>() ?? 0;

    /// <summary>An autoscaler as it is now.</summary>
    public static Task<HorizontalPodAutoscaler> AutoscalerAsync(KubeClient client, string name) =>
        client.GetAsync(KubeRoute.HorizontalPodAutoscalers.Of(Namespace, name), KubeJson.Default.HorizontalPodAutoscaler);

    /// <summary>Whatever is at a path.</summary>
    public static async Task<JsonNode> ReadAsync(KubeClient client, string path) =>
        JsonNode.Parse(await client.GetRawAsync(path)) ?? throw new JsonException($"{path}: null");

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, string name, JsonObject spec)
    {
        var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
        return client.CreateRawAsync(route, Encoding.UTF8.GetBytes(value.ToJsonString()));
    }
}
