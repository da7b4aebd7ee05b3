using System.Text.Json;
using Autoscale.LocalCluster.Tests.Api.Http;
using Autoscale.LocalCluster.Tests.Crds;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Cluster;
using Autoscale.Testing;
using Autoscale.Testing.Recordings;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Replays the writes of the recorded quota scenarios without any quota: what was refused for another reason must be refused so here, all the rest accepted.</summary>
[Trait("Category", "Vectors")]
public sealed class QuotaVectorTests
{
    private static readonly string[] QuotaWords = ["exceeded quota:", "failed quota:", "status unknown for quota:", "quota usage is negative"];

    // Limit ranges and quotas are not enforced by the cluster itself.
    private static readonly string[] Foreign = ["ResourceQuota"];

    [Fact]
    public async Task Write_RecordedStep_AnswersAsRecordedButForQuotas()
    {
        await using var server = await QuotaScene.StartAsync();
        await server.SeesAsync("crontabs.stable.example.com", CustomServer.IsEstablished);
        var failures = new List<string>();
        foreach (var (file, scenario) in Vectors.Read("quota"))
        {
            var name = scenario.GetProperty("name").GetString()!;
            var ns = $"s-{scenario.GetProperty("id")}".ToLowerInvariant();
            await server.PostAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{ns}}}"}}""");
            foreach (var (index, step) in Steps(scenario).Index())
            {
                var difference = await ReplayAsync(server, ns, step);
                failures.AddRange(difference is null ? [] : [$"{file} {name} step {index}: {difference}"]);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(40))}");
    }

    // What follows a limit range depends on its defaults.
    private static IEnumerable<JsonElement> Steps(JsonElement scenario) =>
        scenario.GetProperty("steps").EnumerateArray().TakeWhile(step => Op(step) != "createLimitRange");

    private static string Op(JsonElement step) => step.GetProperty("op").GetString()!;

    private static async Task<string?> ReplayAsync(TestServer server, string ns, JsonElement step)
    {
        switch (Op(step))
        {
            case "createPV":
                var vac = step.TryGetProperty("vac", out var given) ? given.GetString() : null;
                return Difference(step, await server.PostAsync("/api/v1/persistentvolumes", QuotaObjects.Volume(ns, vac)), 201, null);
            case "create" or "update" or "delete":
                return await WriteAsync(server, ns, step);
            default:
                return null;
        }
    }

    private static async Task<string?> WriteAsync(TestServer server, string ns, JsonElement step)
    {
        var isCreated = Op(step) == "create";
        var subject = step.GetProperty(isCreated ? "object" : "target");
        var kindName = subject.GetProperty("kind").GetString()!;
        if (Foreign.Contains(kindName))
        {
            return null;
        }

        var kind = server.Api.Kinds.All.First(one => one.Kind == kindName && one.Conversion is null);
        var path = QuotaScene.Path(kind, ns);
        path = isCreated ? path : $"{path}/{subject.GetProperty("name").GetString()}";
        var result = step.GetProperty("result");
        var (code, message) = (result.GetProperty("code").GetInt32(), result.GetProperty("message").GetString());
        var isQuotas = code == 403 && QuotaWords.Any(message!.Contains);
        var answer = await SendAsync(server, path, step, isQuotas);
        await SettleAsync(server, ns);

        // Whether the name is taken shows after quota only.
        return !isQuotas ? Difference(step, answer, code, message)
            : answer.Code == 409 ? null
            : Difference(step, answer, isCreated ? 201 : 200, null);
    }

    // Quota comes last: a write that it refused passes all else, as a dry run shows.
    private static Task<TestServer.Answer> SendAsync(TestServer server, string path, JsonElement step, bool isDry)
    {
        var query = isDry ? "?dryRun=All" : "";
        switch (Op(step))
        {
            case "create":
                return server.PostAsync(path + query, step.GetProperty("object").GetRawText());
            case "update":
                var sub = step.GetProperty("subresource").GetString() is { } name ? $"/{name}" : "";
                return server.PatchAsync(path + sub + query, step.GetProperty("patch").GetRawText(), step.GetProperty("patchType").GetString()!);
            default:
                var options = step.TryGetProperty("query", out var given) ? given.EnumerateObject().Select(one => $"{one.Name}={one.Value}") : [];
                return server.DeleteAsync($"{path}?{string.Join('&', options)}");
        }
    }

    private static string? Difference(JsonElement step, TestServer.Answer answer, int code, string? message)
    {
        var got = answer.Code < 300 ? null : answer.Message;
        var isSame = code < 300 ? answer.Code is >= 200 and < 300 : answer.Code == code && got == message;
        return isSame ? null : $"{Op(step)}: expected {code} {message}, got {answer.Code} {got}";
    }

    private static async Task SettleAsync(TestServer server, string ns)
    {
        var objects = new ClusterObjects(server.Api.Verbs, server.Api.Kinds);
        var controller = new ClaimController(objects, (_, _, _) => { });
        foreach (var claim in objects.List(objects.Claims, ns))
        {
            await controller.ReconcileAsync(claim.Key(objects.Claims), CancellationToken.None);
        }
    }
}
