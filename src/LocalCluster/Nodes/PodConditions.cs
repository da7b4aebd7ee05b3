using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Sets conditions of pods and nodes: in place, with the transition time moving only when the status does.</summary>
internal static class PodConditions
{
    private static readonly string[] Optional = ["reason", "message"];

    /// <summary>Sets the condition where one of its type stands, else last; empty reasons and messages are left out.</summary>
    public static void Set(JsonObject status, JsonObject condition, DateTimeOffset now)
    {
        var wanted = new JsonObject
        {
            ["type"] = condition.Text("type"),
            ["status"] = condition.Text("status"),
            ["lastProbeTime"] = null,
        };
        if (condition["observedGeneration"] is { } generation)
        {
            wanted["observedGeneration"] = generation.DeepClone();
        }

        foreach (var part in Optional.Where(part => condition.Text(part).Length > 0))
        {
            wanted[part] = condition.Text(part);
        }

        var list = status["conditions"] as JsonArray ?? [];
        status["conditions"] ??= list;
        var old = Conditions.Find(status, condition.Text("type"));
        var keeps = old is not null && old.Text("status") == condition.Text("status");
        wanted["lastTransitionTime"] = keeps ? old.Text("lastTransitionTime") : now.ToWire();
        if (old is null)
        {
            list.Add(wanted);
            return;
        }

        list[list.IndexOf(old)] = wanted;
    }
}
