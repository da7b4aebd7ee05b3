using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Testing.Recordings;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>Replays recorded writes of pods and claims, each set of limit ranges in a namespace of its own.</summary>
internal sealed class LimitRangeReplay(GovernedCluster cluster)
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 8 };

    private readonly ConcurrentBag<string> _differences = [];

    /// <summary>Where answers differ from all that were recorded.</summary>
    public async Task<IReadOnlyCollection<string>> RunAsync(IEnumerable<(string File, JsonElement Case)> recorded)
    {
        var scenes = recorded.GroupBy(line => IsResize(line.Case) ? Text(line.Case, "id") : Text(line.Case, "limitRanges"))
            .Select((lines, index) => (Name: $"lr-{index}", Lines: lines.ToList()))
            .ToList();
        await Parallel.ForEachAsync(scenes, Parallelism, async (scene, _) => await PrepareAsync(scene.Name, scene.Lines));
        await Parallel.ForEachAsync(scenes, Parallelism, async (scene, _) => await LimitAsync(scene.Name, scene.Lines[0]));
        await cluster.SeeLimitRangesAsync();
        var writes = scenes.SelectMany(scene => scene.Lines.Select(line => (scene.Name, line.File, line.Case)));
        await Parallel.ForEachAsync(writes, Parallelism, async (write, _) => await WriteAsync(write.Name, write.File, write.Case));
        return _differences;
    }

    private static bool IsResize(JsonElement recorded) => recorded.TryGetProperty("operation", out _);

    private static string Text(JsonElement recorded, string part) => recorded.GetProperty(part).GetRawText();

    // What is resized was there before the limit ranges.
    private async Task PrepareAsync(string name, List<(string File, JsonElement Case)> lines)
    {
        await cluster.Api.CreateAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        foreach (var (file, recorded) in lines.Where(line => IsResize(line.Case)))
        {
            var created = await cluster.Api.PostAsync($"/api/v1/namespaces/{name}/pods", Text(recorded, "object"));
            var expected = LimitRangeAnswer.Of(JsonNode.Parse(Text(recorded, "oldObject"))!.AsObject());
            Compare($"{file} {Text(recorded, "id")} before", [expected], Answer(created));
        }
    }

    private async Task LimitAsync(string name, (string File, JsonElement Case) line)
    {
        var sent = line.Case.GetProperty("limitRanges").EnumerateArray();
        foreach (var (range, stored) in sent.Zip(line.Case.GetProperty("storedLimitRanges").EnumerateArray()))
        {
            var answer = await cluster.Api.PostAsync(
                $"/api/v1/namespaces/{name}/limitranges",
                $$"""{"metadata":{"name":{{Text(range, "name")}}},"spec":{{Text(range, "spec")}}}""");
            if (!answer.IsAllowed || !JsonNode.DeepEquals(answer.Body["spec"], JsonNode.Parse(Text(stored, "spec"))))
            {
                _differences.Add($"{line.File} {Text(line.Case, "id")} limit range: expected {Text(stored, "spec")}, got {answer} {answer.Body["spec"]}");
            }
        }
    }

    private async Task WriteAsync(string name, string file, JsonElement recorded)
    {
        var target = recorded.GetProperty("object");
        var plural = $"{target.GetProperty("kind").GetString()!.ToLowerInvariant()}s";
        var path = $"/api/v1/namespaces/{name}/{plural}";
        var answer = IsResize(recorded)
            ? await cluster.Api.PatchAsync(
                $"{path}/{target.GetProperty("metadata").GetProperty("name").GetString()}/resize?dryRun=All",
                Text(recorded, "patch"),
                recorded.GetProperty("patchType").GetString()!)
            : await cluster.Api.PostAsync($"{path}?dryRun=All", target.GetRawText());
        Compare($"{file} {Text(recorded, "id")}", LimitRangeAnswer.Recorded(recorded), Answer(answer));
    }

    private static string Answer(ApiAnswer answer) =>
        answer.IsAllowed ? LimitRangeAnswer.Of(answer.Body) : LimitRangeAnswer.Of(answer.Code, answer.Message);

    private void Compare(string label, IReadOnlyList<string> expected, string got)
    {
        if (!expected.Contains(got))
        {
            _differences.Add($"{label}\n  expected {string.Join("\n        or ", expected)}\n  got      {got}");
        }
    }
}
