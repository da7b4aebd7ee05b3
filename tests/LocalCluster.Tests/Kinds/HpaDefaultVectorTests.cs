using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Autoscaling;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Replays how a recorded autoscaler was defaulted and validated before the controller saw it.</summary>
[Trait("Category", "Vectors")]
public sealed class HpaDefaultVectorTests
{
    [Fact]
    public void Default_EverySpecAsWritten_BecomesTheSpecThatTheControllerSaw()
    {
        var failures = new List<string>();
        foreach (var (file, scenario) in Vectors.Read("hpa").Where(line => line.Case.TryGetProperty("hpaBeforeDefaulting", out _)))
        {
            var hpa = Decoded(scenario.GetProperty("hpaBeforeDefaulting"));
            HpaKind.V2.Default!(hpa);
            failures.AddRange(Different(file, scenario, Decoded(scenario.GetProperty("hpa"))["spec"], hpa["spec"]));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    [Fact]
    public void Validate_EverySpec_FindsTheErrorsRecorded()
    {
        var failures = new List<string>();
        foreach (var (file, scenario) in Vectors.Read("hpa"))
        {
            var hpa = Decoded(scenario.GetProperty("hpa"));
            var expected = scenario.TryGetProperty("validationErrors", out var errors) ? JsonNode.Parse(errors.GetRawText()) : null;
            var got = HpaRules.Validate(hpa, hpa).Where(error => error.Field.StartsWith("spec.", StringComparison.Ordinal)).Select(error => (JsonNode)error.ToString()).ToArray();
            failures.AddRange(Different(file, scenario, expected ?? new JsonArray(), new JsonArray(got)));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static JsonObject Decoded(JsonElement spec) => ObjectDecoder.Decode(
        HpaKind.V2, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "hpa" }, ["spec"] = JsonNode.Parse(spec.GetRawText()) }, _ => { });

    private static IEnumerable<string> Different(string file, JsonElement scenario, JsonNode? expected, JsonNode? got) =>
        JsonNode.DeepEquals(expected, got) ? [] : [$"{file} {scenario.GetProperty("id")}: expected {expected?.ToJsonString()}, got {got?.ToJsonString()}"];
}
