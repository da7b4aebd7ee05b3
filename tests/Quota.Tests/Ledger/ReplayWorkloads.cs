using System.Text.Json.Nodes;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>What the workload controllers make of an object: its replica set, and its pods.</summary>
internal static class ReplayWorkloads
{
    private const int Most = 10;

    /// <summary>The objects that are made for a new object, in the order in which they are made.</summary>
    public static IEnumerable<JsonNode> Dependents(JsonNode owner)
    {
        if (PodsOf(owner) is not { } pods)
        {
            yield break;
        }

        if (owner["kind"]!.ToString() == "Deployment")
        {
            yield return Made("apps/v1", "ReplicaSet", $"{NameOf(owner)}-0", new JsonObject { ["replicas"] = pods });
        }

        for (var index = 0; index < pods; index++)
        {
            yield return Made("v1", "Pod", $"{NameOf(owner)}-pod-{index}", owner["spec"]!["template"]!["spec"]!.DeepClone());
        }
    }

    /// <summary>The names under which dependents of an object may be stored.</summary>
    public static IEnumerable<JsonNode> NamesOfDependents(JsonNode owner) => PodsOf(owner) is null ? [] : Enumerable.Range(0, Most)
        .Select(index => Target("Pod", $"{NameOf(owner)}-pod-{index}"))
        .Append(Target("ReplicaSet", $"{NameOf(owner)}-0"));

    /// <summary>Kind and name of an object.</summary>
    public static JsonNode Target(JsonNode value) => Target(value["kind"]!.ToString(), NameOf(value));

    private static JsonObject Target(string kind, string name) => new() { ["kind"] = kind, ["name"] = name };

    private static string NameOf(JsonNode value) => value["metadata"]!["name"]!.ToString();

    private static int? PodsOf(JsonNode owner) => owner["kind"]!.ToString() switch
    {
        "Deployment" or "ReplicaSet" or "StatefulSet" or "ReplicationController" => owner["spec"]?["replicas"]?.GetValue<int>() ?? 1,
        "Job" => owner["spec"]?["parallelism"]?.GetValue<int>() ?? 1,
        _ => null,
    };

    private static JsonObject Made(string apiVersion, string kind, string name, JsonNode spec) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };
}
