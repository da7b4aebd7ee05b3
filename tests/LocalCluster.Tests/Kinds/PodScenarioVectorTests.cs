using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Replays what the recorded quota scenarios did to pods, but for what the quotas refused.</summary>
[Trait("Category", "Vectors")]
public sealed class PodScenarioVectorTests
{
    [Fact]
    public async Task Write_RecordedScenario_AnswersAsWithoutQuotas()
    {
        var failures = new List<string>();
        var scenarios = Vectors.Read("quota").Where(line => Steps(line.Case).All(step => step.GetProperty("op").GetString() != "createLimitRange")).ToList();
        foreach (var (file, scenario) in scenarios)
        {
            var api = new KindsApi();
            foreach (var (index, step) in Steps(scenario).Index().Where(step => IsPods(step.Item)))
            {
                var expected = step.GetProperty("result").GetProperty("message").GetString() ?? "";
                var got = await AnswerAsync(api, step);
                if (got != expected)
                {
                    failures.Add($"{file} {scenario.GetProperty("name")} step {index}: expected {expected}, got {got}");
                }
            }
        }

        Assert.NotEmpty(scenarios);
        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static JsonElement.ArrayEnumerator Steps(JsonElement scenario) => scenario.GetProperty("steps").EnumerateArray();

    private static bool IsPods(JsonElement step) =>
        Kind(step, "object") + Kind(step, "target") == "Pod" && step.GetProperty("result").GetProperty("code").GetInt32() != 403;

    private static string Kind(JsonElement step, string part) => step.TryGetProperty(part, out var value) && value.TryGetProperty("kind", out var kind) ? kind.GetString() ?? "" : "";

    private static async Task<string> AnswerAsync(KindsApi api, JsonElement step)
    {
        try
        {
            await WriteAsync(api, step);
            return "";
        }
        catch (ApiError refusal)
        {
            return refusal.Message;
        }
    }

    private static Task WriteAsync(KindsApi api, JsonElement step) => step.GetProperty("op").GetString() switch
    {
        "create" => api.CreateAsync(JsonNode.Parse(step.GetProperty("object").GetRawText())!.AsObject()),
        "update" => ChangeAsync(api, step),
        _ => api.DeletePodAsync(Target(step), step.TryGetProperty("query", out var query) && query.TryGetProperty("gracePeriodSeconds", out _)),
    };

    private static string Target(JsonElement step) => step.GetProperty("target").GetProperty("name").GetString() ?? "";

    private static Task<JsonObject> ChangeAsync(KindsApi api, JsonElement step)
    {
        var patch = JsonNode.Parse(step.GetProperty("patch").GetRawText())!.AsObject();
        var subresource = step.TryGetProperty("subresource", out var name) ? name.GetString() : null;
        return api.ChangePodAsync(Target(step), subresource, pod => step.GetProperty("patchType").GetString() == "application/merge-patch+json"
            ? MergePatch.Apply(pod, patch)!.AsObject()
            : StrategicMergePatch.Apply(pod, patch, api.Pods.Schema));
    }
}
