using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.Testing.Recordings;

/// <summary>The statuses of a namespace's quotas, by value: servers add up in any order, and so may print the same sum in several forms.</summary>
public static class QuotaStatuses
{
    /// <summary>The recorded statuses (name and status of each quota) as a text.</summary>
    public static string Recorded(JsonElement statuses) =>
        Text(JsonNode.Parse(statuses.GetRawText())!.AsArray().Select(quota => ((string)quota!["name"]!, quota["status"])));

    /// <summary>The same of a list of quotas.</summary>
    public static string Of(JsonObject list) =>
        Text((list["items"]?.AsArray() ?? []).Select(quota => ((string)quota!["metadata"]!["name"]!, quota["status"])));

    private static string Text(IEnumerable<(string Name, JsonNode? Status)> quotas) => string.Join(
        "; ",
        quotas.OrderBy(quota => quota.Name, StringComparer.Ordinal).Select(quota => $"{quota.Name} used {Amounts(quota.Status?["used"])} of {Amounts(quota.Status?["hard"])}"));

    private static string Amounts(JsonNode? amounts) => string.Join(
        ',',
        (amounts as JsonObject ?? []).OrderBy(amount => amount.Key, StringComparer.Ordinal)
            .Select(amount => $"{amount.Key}={Quantity.Parse((string)amount.Value!).WithFormat(QuantityFormat.DecimalSI)}"));
}
