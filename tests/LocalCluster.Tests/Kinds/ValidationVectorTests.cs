using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;
using Autoscale.Testing.Recordings;

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
                var isOrdered = kind == "HorizontalPodAutoscaler" && recorded.GetProperty("deterministic").GetBoolean();
                var answer = await AskAsync(api, recorded);
                failures.AddRange(answer.Differences(recorded.GetProperty("result"), isOrdered).Select(text => $"{file} {recorded.GetProperty("id")}: {text}"));
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static async Task<ValidationAnswer> AskAsync(KindsApi api, JsonElement recorded)
    {
        try
        {
            return new(201) { Stored = await api.CreateAsync(JsonNode.Parse(recorded.GetProperty("object").GetRawText())!.AsObject(), dryRun: true) };
        }
        catch (ApiError refusal)
        {
            return new(refusal.Code)
            {
                Message = refusal.Message,
                Causes = [.. refusal.Causes.Select(cause => $"{cause.Reason} {cause.Field} {cause.Detail}")],
            };
        }
    }
}
