using System.Text.Json;
using System.Text.RegularExpressions;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;

namespace Autoscale.Hpa.Tests;

/// <summary>Replays what a running kube-controller-manager 1.36.2 did with live objects.</summary>
public sealed partial class LiveVectorTests
{
    private static readonly DecisionOptions Options = new() { UpstreamArithmetic = true };

    [Fact]
    [Trait("Category", "Vectors")]
    public void Decide_EveryRecordedObject_MatchesStatusEventsAndScale()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (file, recorded) in Vectors.Read("hpa-controller"))
        {
            count++;
            failures.AddRange(Replay(recorded).Select(f => $"{file} {recorded.GetProperty("id").GetString()} {f}"));
        }

        Assert.True(count > 0, "no vectors found");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} fail:\n{string.Join('\n', failures.Take(20))}");
    }

    private static IEnumerable<string> Replay(JsonElement recorded)
    {
        var target = new LiveTarget(recorded);
        var steps = recorded.TryGetProperty("decisions", out var decisions) ? [.. decisions.EnumerateArray()] : new[] { recorded };
        var now = VectorScenario.Start;
        foreach (var (number, step) in steps.Index())
        {
            var expected = Expected(step.GetProperty("result"));
            var actual = target.Run(step, Options, now);
            if (!expected.SequenceEqual(actual))
            {
                yield return $"step {number}:\n  expected {string.Join("\n           ", expected.Except(actual))}\n"
                    + $"  got      {string.Join("\n           ", actual.Except(expected))}";
                yield break;
            }

            now += TimeSpan.FromSeconds(15);
        }
    }

    private static List<string> Expected(JsonElement result)
    {
        var status = result.GetProperty("status").Deserialize(KubeJson.Default.HpaStatus)!;
        List<string> lines = [.. LiveTarget.Describe(status), $"deployment {result.GetProperty("deploymentReplicas")}"];
        lines.AddRange(StepOutcome.Array(result, "events").Select(e =>
            PodName().Replace($"event {StepOutcome.Text(e, "type")} {StepOutcome.Text(e, "reason")} {StepOutcome.Text(e, "message")} ×{e.GetProperty("count")}", "Pod d-0")));
        return [.. lines.Select(l => PodName().Replace(l, "Pod d-0"))];
    }

    [GeneratedRegex("Pod d-[a-z0-9]+-[a-z0-9]+")]
    private static partial Regex PodName();
}
