using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Replays what a running kube-apiserver answered to autoscalers, quotas and limit ranges.</summary>
[Trait("Category", "Vectors")]
public sealed class ValidationVectorTests
{
    [Theory]
    [InlineData("HorizontalPodAutoscaler")]
    [InlineData("ResourceQuota")]
    [InlineData("LimitRange")]
    public async Task Create_RecordedObject_AnswersAsRecorded(string kind)
    {
        var api = new KindsApi();
        var failures = new List<string>();
        foreach (var (file, recorded) in Vectors.Read("validation"))
        {
            if (recorded.GetProperty("object").GetProperty("kind").GetString() == kind)
            {
                failures.AddRange((await CompareAsync(api, recorded)).Select(text => $"{file} {recorded.GetProperty("id")}: {text}"));
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static async Task<List<string>> CompareAsync(KindsApi api, JsonElement recorded)
    {
        var expected = JsonNode.Parse(recorded.GetProperty("result").GetRawText())!.AsObject();
        try
        {
            var stored = await api.CreateAsync(JsonNode.Parse(recorded.GetProperty("object").GetRawText())!.AsObject(), dryRun: true);
            return [.. Different("code", expected["code"], 201), .. Different("spec", expected["storedSpec"], stored["spec"]),
                .. Different("annotations", expected["annotations"], stored["metadata"]?["annotations"])];
        }
        catch (ApiError refusal)
        {
            return [.. Different("code", expected["code"], refusal.Code), .. DifferentMessage(recorded, refusal), .. DifferentCauses(expected, refusal)];
        }
    }

    private static IEnumerable<string> DifferentMessage(JsonElement recorded, ApiError refusal)
    {
        var result = recorded.GetProperty("result").GetProperty("message").GetString() ?? "";
        var isOrdered = recorded.GetProperty("object").GetProperty("kind").GetString() == "HorizontalPodAutoscaler";
        var isSame = isOrdered && recorded.GetProperty("deterministic").GetBoolean()
            ? result == refusal.Message
            : Parts(result).SetEquals(Parts(refusal.Message));
        return isSame ? [] : [$"message: expected {result}, got {refusal.Message}"];
    }

    // The server looks at map entries in random order, of which the recordings hold a sample of six; autoscalers have no maps.
    private static HashSet<string> Parts(string message) => [.. message.TrimEnd(']').Replace("invalid: [", "invalid: , ", StringComparison.Ordinal).Split(", spec.")];

    private static IEnumerable<string> DifferentCauses(JsonObject expected, ApiError refusal)
    {
        var wanted = (expected["causes"] as JsonArray ?? []).Select(cause => $"{cause!["reason"]} {cause["field"]} {cause["message"]}").Order().ToList();
        var got = refusal.Causes.Select(cause => $"{cause.Reason} {cause.Field} {cause.Detail}").Order().ToList();
        return wanted.SequenceEqual(got) ? [] : [$"causes: expected {string.Join("; ", wanted)}, got {string.Join("; ", got)}"];
    }

    private static IEnumerable<string> Different(string what, JsonNode? expected, JsonNode? got) =>
        JsonNode.DeepEquals(expected, got) ? [] : [$"{what}: expected {expected?.ToJsonString()}, got {got?.ToJsonString()}"];
}
