using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

[Trait("Category", "Vectors")]
public sealed class UpdaterRunOnceVectorTests
{
    [Fact]
    public void Steps_EveryRunOnceVector_ActsAsRecorded()
    {
        var failures = UpdaterVectors.Of("updater-runonce").Select(Check).OfType<string>().ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Check(JsonElement vector)
    {
        var vpa = UpdaterVectors.Vpa(vector);
        var memory = new UpdateMemory();
        var facts = new RoundFacts
        {
            Vpa = vpa,
            Pods = [.. vector.GetProperty("pods").EnumerateArray().Select(pod => Candidate(vector, pod, vpa, memory))],
            Replicas = UpdaterVectors.Replicas(vector),
            Now = UpdaterVectors.Now,
        };
        var faults = vector.GetProperty("apiFaults");
        var got = Actions(new UpdateRound(facts, memory, UpdaterVectors.Options(vector)), faults).ToList();
        got.Add($"infeasible: {string.Join(' ', memory.Infeasible.Order(StringComparer.Ordinal))}");
        var expect = vector.GetProperty("expect");
        var expected = expect.GetProperty("actions").EnumerateArray().Select(Text).ToList();
        expected.Add($"infeasible: {string.Join(' ', expect.GetProperty("infeasibleAttemptsAfter").EnumerateArray().Select(name => name.GetString()).Order(StringComparer.Ordinal))}");
        return got.SequenceEqual(expected) ? null
            : $"updater-runonce {vector.GetProperty("id")}: expected\n{string.Join('\n', expected)}\ngot\n{string.Join('\n', got)}";
    }

    private static IEnumerable<string> Actions(UpdateRound round, JsonElement faults)
    {
        foreach (var step in round.Steps())
        {
            var (candidate, isEviction) = (step.Decision.Candidate, step.Decision.Action == UpdateAction.Evict);
            var isRefused = UpdaterVectors.IsOn(faults, isEviction ? "evictionTooManyRequests" : "resizeForbidden");
            step.Outcome = !isRefused ? StepOutcome.Done : isEviction ? StepOutcome.Failed : StepOutcome.Refused;
            var name = candidate.Pod.Metadata.Name;
            if (isEviction)
            {
                yield return $"evict {name} {!isRefused}";
                continue;
            }

            yield return $"resize {name} {!isRefused} {Text(PodPatch.OfResize(candidate.Pod, candidate.Desired))}";
            if (!isRefused)
            {
                yield return $"patch {name}  {Text(ResizeMarks.Of(candidate.Pod, []))}";
            }
        }
    }

    private static string Text(JsonElement action)
    {
        var ok = action.TryGetProperty("ok", out var value) ? $"{value.GetBoolean()}" : "";
        var head = $"{action.GetProperty("verb")} {action.GetProperty("pod")} {ok}";
        return action.TryGetProperty("patch", out var patch)
            ? $"{head} {string.Join(' ', patch.EnumerateObject().OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => $"{o.Name}={Plain($"{o.Value}")}"))}"
            : head;
    }

    private static string Text(IEnumerable<PatchOperation> patch) => string.Join(
        ' ', patch.OrderBy(operation => operation.Path, StringComparer.Ordinal).Select(operation => $"{operation.Path}={Plain(operation.Value ?? "{}")}"));

    // The recorder's inputs were made with suffix families that their text does not show.
    private static string Plain(string text) =>
        Quantity.TryParse(text, out var amount, out _) ? amount.WithFormat(QuantityFormat.DecimalSI).ToString() : text;

    private static PodCandidate Candidate(JsonElement vector, JsonElement json, VerticalPodAutoscaler vpa, UpdateMemory memory)
    {
        var pod = UpdaterVectors.Pod(json, vector.GetProperty("ownerKind").GetString()!, UpdaterVectors.Resources(json.GetProperty("resources")));
        var start = UpdaterVectors.Now;
        pod = pod with
        {
            Status = pod.Status with
            {
                StartTime = start.AddSeconds(-json.GetProperty("ageSeconds").GetInt32()),
                Conditions = json.TryGetProperty("condition", out var condition) ? [UpdaterVectors.Condition(condition)] : [],
                ContainerStatuses = json.GetProperty("quickOOM").GetBoolean()
                    ? [new() { Name = "c0", LastState = new() { Terminated = new() { Reason = "OOMKilled", StartedAt = start.AddMinutes(-2), FinishedAt = start.AddMinutes(-1) } } }]
                    : [],
            },
        };
        if (json.TryGetProperty("firstSeenResizingSecondsAgo", out var seconds))
        {
            memory.ResizingSince(pod, UpdaterVectors.Now.AddSeconds(-seconds.GetInt32()));
        }

        if (json.TryGetProperty("lastInfeasibleAttempt", out var last))
        {
            memory.RecordInfeasible(pod, UpdaterVectors.Targets([.. last.EnumerateObject().Select(amount => (amount.Name, amount.Value.GetString()!))]));
        }

        return UpdaterVectors.CandidateOf(vpa, pod);
    }
}
