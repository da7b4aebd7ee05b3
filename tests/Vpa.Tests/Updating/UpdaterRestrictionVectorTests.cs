using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

[Trait("Category", "Vectors")]
public sealed class UpdaterRestrictionVectorTests
{
    [Fact]
    public void CanResize_EveryRestrictionVector_DecidesAsRecorded()
    {
        var failures = UpdaterVectors.Of("updater-restriction").Select(Check).OfType<string>().ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Check(JsonElement vector)
    {
        var vpa = UpdaterVectors.Vpa(vector);
        var memory = new UpdateMemory();
        var facts = new RoundFacts
        {
            Vpa = vpa,
            Pods = [.. vector.GetProperty("pods").EnumerateArray().Select(pod => Candidate(vector, pod, vpa))],
            Replicas = UpdaterVectors.Replicas(vector),
            Now = UpdaterVectors.Now,
        };
        Remember(vector, facts, memory);
        var options = UpdaterVectors.Options(vector);
        var budget = new DisruptionBudget(vpa, facts.Pods.Select(candidate => candidate.Pod), facts.Replicas, options);
        var replay = new RestrictionReplay(facts, budget, new(facts, budget, memory, options), UpdateModes.Of(vpa) == UpdateModes.InPlace && options.AllowsInPlaceMode);
        var got = string.Join('\n', replay.Run());
        var expected = string.Join('\n', vector.GetProperty("expect").GetProperty("sequence").EnumerateArray().Select(Text));
        return got == expected ? null : $"updater-restriction {vector.GetProperty("id")}: expected\n{expected}\ngot\n{got}";
    }

    private static string Text(JsonElement step) => string.Join(' ', step.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}={member.Value}"));

    private static void Remember(JsonElement vector, RoundFacts facts, UpdateMemory memory)
    {
        foreach (var pod in facts.Pods.Select(candidate => candidate.Pod))
        {
            if (vector.GetProperty("lastInPlaceAttemptSecondsAgo").TryGetProperty(pod.Metadata.Name, out var seconds))
            {
                memory.ResizingSince(pod, facts.Now.AddSeconds(-seconds.GetInt32()));
            }

            if (vector.GetProperty("infeasibleAttempts").TryGetProperty(pod.Metadata.Name, out var attempt))
            {
                memory.RecordInfeasible(pod, attempt.Deserialize(VpaJson.Default.RecommendedPodResources)!);
            }
        }
    }

    private static PodCandidate Candidate(JsonElement vector, JsonElement json, VerticalPodAutoscaler vpa)
    {
        var resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("100m"), ["memory"] = Quantity.Parse("100Mi") } };
        var pod = UpdaterVectors.Pod(json, vector.GetProperty("ownerKind").GetString()!, resources);
        var conditions = json.TryGetProperty("conditions", out var list) ? list.EnumerateArray().Select(UpdaterVectors.Condition) : [];
        pod = pod with { Status = pod.Status with { Conditions = [.. conditions] } };
        return UpdaterVectors.CandidateOf(vpa, pod);
    }
}
