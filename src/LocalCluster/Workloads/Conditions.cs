using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Sets conditions in a status as the workload controllers do: the same status and reason change nothing, the same status keeps its transition time.</summary>
internal static class Conditions
{
    /// <summary>Makes a condition without times.</summary>
    public static JsonObject Of(string type, string status, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
    };

    /// <summary>The condition of the type in a status, or null.</summary>
    public static JsonObject? Find(JsonObject status, string type) =>
        status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Puts the condition last, unless one with the same status and reason is there.</summary>
    public static void Set(JsonObject status, JsonObject condition, DateTimeOffset now)
    {
        var old = Find(status, condition.Text("type"));
        if (old is not null && old.Text("status") == condition.Text("status") && old.Text("reason") == condition.Text("reason"))
        {
            return;
        }

        Append(status, Timed(condition, old, now));
    }

    /// <summary>As <see cref="Set"/>, with a lastUpdateTime beside the transition time; an old one of the same status and reason is renewed when asked for.</summary>
    public static void SetDated(JsonObject status, JsonObject condition, DateTimeOffset now, bool renew = false)
    {
        var old = Find(status, condition.Text("type"));
        if (!renew && old is not null && old.Text("status") == condition.Text("status") && old.Text("reason") == condition.Text("reason"))
        {
            return;
        }

        var timed = Timed(condition, old, now);
        timed["lastUpdateTime"] = now.ToWire();
        Append(status, timed);
    }

    /// <summary>Takes the condition of the type away.</summary>
    public static void Remove(JsonObject status, string type)
    {
        var kept = status.Objects("conditions").Where(condition => condition.Text("type") != type).Select(condition => condition.DeepClone()).ToArray();
        if (kept.Length == 0)
        {
            status.Remove("conditions");
            return;
        }

        status["conditions"] = new JsonArray(kept);
    }

    private static JsonObject Timed(JsonObject condition, JsonObject? old, DateTimeOffset now)
    {
        var timed = condition.Copy();
        var keeps = old is not null && old.Text("status") == condition.Text("status");
        timed["lastTransitionTime"] = keeps ? old.Text("lastTransitionTime") : now.ToWire();
        return timed;
    }

    private static void Append(JsonObject status, JsonObject condition)
    {
        Remove(status, condition.Text("type"));
        if (status["conditions"] is not JsonArray list)
        {
            list = [];
            status["conditions"] = list;
        }

        list.Add(condition);
    }
}
