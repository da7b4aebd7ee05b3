using System.Text.Json.Nodes;

namespace Autoscale.Vpa.Tests.Admitting;

public sealed class OddPodTests
{
    private static readonly string[] Oddities =
    [
        "null", "{}", "[]", "[{}]", "[null]", "\"\"", "\"x\"", "true", "-1", "1e999", "\"-5\"", "\"1u\"", "\"1e999999\"", "\"9999999999999999999999E\"",
    ];

    [Fact]
    public async Task Mutate_AnyValueOfAPodReplacedByAnOddOne_IsNeverRefused()
    {
        await using var scene = await new WebhookScene().Vpa(spec: ",'startupBoost':{'cpu':{'type':'Factor','factor':3}}").StartAsync();
        var refused = new List<string>();
        foreach (var (path, pod) in Pods())
        {
            var answer = await scene.ReviewAsync(pod);
            refused.AddRange(answer.Denial is { } denial ? [$"{path}: {denial.Message}"] : []);
        }

        Assert.Empty(refused);
    }

    private static IEnumerable<(string Path, string Pod)> Pods() =>
        from path in Paths(JsonNode.Parse(WebhookScene.Pod.Replace('\'', '"'))!)
        from oddity in Oddities
        select ($"{path} {oddity}", With(path, oddity));

    private static string With(string path, string oddity)
    {
        var pod = JsonNode.Parse(WebhookScene.Pod.Replace('\'', '"'))!;
        Paths(pod, (at, node) =>
        {
            if (at == path)
            {
                node.ReplaceWith(JsonNode.Parse(oddity));
            }
        });
        return pod.ToJsonString();
    }

    private static List<string> Paths(JsonNode root)
    {
        var paths = new List<string>();
        Paths(root, (path, _) => paths.Add(path));
        return paths;
    }

    // Below the root, whatever is there at the time.
    private static void Paths(JsonNode node, Action<string, JsonNode> visit)
    {
        JsonNode?[] children = node switch
        {
            JsonObject members => [.. members.Select(member => member.Value)],
            JsonArray items => [.. items],
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            Paths(child, visit);
            visit(child.GetPath(), child);
        }
    }
}
