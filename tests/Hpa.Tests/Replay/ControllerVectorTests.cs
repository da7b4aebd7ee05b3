using System.Text.Json;
using Autoscale.Testing;

namespace Autoscale.Hpa.Tests;

/// <summary>Replays what Kubernetes 1.36.2's controller did, step by step, on every field that the recordings state.</summary>
public sealed class ControllerVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Decide_EveryRecordedScenario_MatchesOnEveryField()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (file, scenario) in Vectors.Read("hpa"))
        {
            count++;
            failures.AddRange(Replay(scenario).Select(f => $"{file} {scenario.GetProperty("id").GetString()} {f}"));
        }

        Assert.True(count > 0, "no vectors found");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} scenarios fail:\n{string.Join('\n', failures.Take(20))}");
    }

    // The first failing step of a scenario; what follows it means nothing.
    private static IEnumerable<string> Replay(JsonElement recorded)
    {
        var scenario = new VectorScenario(recorded);
        var number = 0;
        foreach (var step in scenario.Steps)
        {
            var expected = StepOutcome.Expected(step.GetProperty("expect"));
            var actual = Run(scenario, step);
            if (!expected.SequenceEqual(actual))
            {
                yield return $"step {number}:\n  expected {string.Join("\n           ", expected.Except(actual))}\n"
                    + $"  got      {string.Join("\n           ", actual.Except(expected))}";
                yield break;
            }

            number++;
        }
    }

    private static List<string> Run(VectorScenario scenario, JsonElement step)
    {
        var now = VectorScenario.TimeOf(step.GetProperty("t"));
        var facts = scenario.FactsAt(step);
        var decision = HorizontalDecider.Decide(facts, scenario.Options, now);
        var rescale = decision.Rescales && step.TryGetProperty("scaleUpdateError", out var error)
            ? RescaleResult.Failed(error.GetString()!)
            : RescaleResult.Done;
        var report = HpaReport.Of(facts, decision, rescale, scenario.Options, now);
        scenario.History = decision.Rescales && rescale.Succeeded ? decision.HistoryAfterRescale(facts.Plan, scenario.Options, now) : decision.History;
        scenario.Hpa = facts.Hpa with { Status = report.Status };
        return StepOutcome.Actual(decision, rescale, report);
    }
}
