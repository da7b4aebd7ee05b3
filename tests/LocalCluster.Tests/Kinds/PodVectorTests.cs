using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Replays what a running kube-apiserver answered to pods and claims under limit ranges, as far as it would have answered so without them.</summary>
[Trait("Category", "Vectors")]
public sealed class PodVectorTests
{
    [Fact]
    public async Task Write_RecordedUnderLimitRanges_AnswersWhatDoesNotDependOnThem()
    {
        var failures = new List<string>();
        var cases = Vectors.Read("limitrange").Where(line => line.Case.TryGetProperty("object", out _)).ToList();
        foreach (var (file, recorded) in cases)
        {
            if (await DifferenceAsync(recorded) is { } difference)
            {
                failures.Add($"{file} {recorded.GetProperty("id")}: {difference}");
            }
        }

        Assert.NotEmpty(cases);
        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static async Task<string?> DifferenceAsync(JsonElement recorded)
    {
        var expected = recorded.GetProperty("result");
        var code = expected.GetProperty("code").GetInt32();
        var adds = recorded.GetProperty("storedLimitRanges").EnumerateArray().SelectMany(range => range.GetProperty("spec").GetProperty("limits").EnumerateArray())
            .Any(limit => limit.TryGetProperty("defaultRequest", out _));
        try
        {
            var stored = await WriteAsync(recorded);
            return code is 403 || adds ? null
                : code is 422 ? $"expected {expected.GetProperty("message")}, was accepted"
                : Different(JsonNode.Parse(expected.GetProperty("object").GetProperty("spec").GetRawText())!.AsObject(), stored.PartAt("spec"));
        }
        catch (ApiError refusal)
        {
            return code == 422 && Messages(recorded).Contains(refusal.Message) || (adds && code == refusal.Code) ? null : $"expected {expected}, got {refusal.Message}";
        }
    }

    private static async Task<JsonObject> WriteAsync(JsonElement recorded)
    {
        var api = new KindsApi();
        var created = await api.CreateAsync(Read(recorded, "object"));
        return recorded.TryGetProperty("operation", out _) ? await api.ResizeAsync(created.TextAt("metadata.name"), Read(recorded, "patch")) : created;
    }

    // Only what limit ranges concern was recorded of an object.
    private static string? Different(JsonObject expected, JsonObject? got)
    {
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var (wanted, found) in expected.PartsAt(list).Zip(got.PartsAt(list)))
            {
                if (!JsonNode.DeepEquals(wanted["resources"], found["resources"]))
                {
                    return $"expected {wanted.ToJsonString()}, got {found["resources"]?.ToJsonString()}";
                }
            }
        }

        return JsonNode.DeepEquals(expected["resources"], got?["resources"]) ? null : $"expected {expected["resources"]?.ToJsonString()}, got {got?["resources"]?.ToJsonString()}";
    }

    private static IEnumerable<string?> Messages(JsonElement recorded) => (recorded.TryGetProperty("variants", out var variants) ? variants.EnumerateArray() : [])
        .Append(recorded.GetProperty("result"))
        .Select(answer => answer.GetProperty("message").GetString());

    private static JsonObject Read(JsonElement recorded, string part) => JsonNode.Parse(recorded.GetProperty(part).GetRawText())!.AsObject();
}
