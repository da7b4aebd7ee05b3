using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>The Available condition of an APIService.</summary>
internal static class Conditions
{
    /// <summary>Whether the condition says this already.</summary>
    public static bool IsReported(JsonObject apiService, Availability availability) =>
        apiService.Child("status").Children("conditions").FirstOrDefault(one => one.Text("type") == "Available") is { } condition
        && condition.Text("status") == Text(availability)
        && condition.Text("reason") == availability.Reason
        && condition.Text("message") == availability.Message;

    /// <summary>Writes the condition, in place; its time moves when its status does.</summary>
    public static JsonObject Report(JsonObject apiService, Availability availability, DateTimeOffset now)
    {
        var old = apiService.Child("status").Children("conditions").FirstOrDefault(one => one.Text("type") == "Available");
        var since = old is not null && old.Text("status") == Text(availability) ? old.Text("lastTransitionTime") : WriteRules.Timestamp(now);
        apiService["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["lastTransitionTime"] = since,
                ["message"] = availability.Message,
                ["reason"] = availability.Reason,
                ["status"] = Text(availability),
                ["type"] = "Available",
            }),
        };
        return apiService;
    }

    private static string Text(Availability availability) => availability.IsAvailable ? "True" : "False";
}
