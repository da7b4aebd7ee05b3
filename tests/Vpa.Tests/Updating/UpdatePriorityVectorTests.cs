using System.Text.Json;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

[Trait("Category", "Vectors")]
public sealed class UpdatePriorityVectorTests
{
    [Fact]
    public void Of_EveryPriorityVector_OrdersPodsAsRecorded()
    {
        var failures = UpdaterVectors.Of("update-priority").SelectMany(Check).ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static IEnumerable<string> Check(JsonElement vector)
    {
        var id = $"update-priority {vector.GetProperty("id")}";
        var (vpa, options, expect) = (UpdaterVectors.Vpa(vector), UpdaterVectors.Options(vector), vector.GetProperty("expect"));
        var accepted = new List<(string Name, UpdatePriority Priority)>();
        foreach (var pod in vector.GetProperty("pods").EnumerateArray().Select(Read))
        {
            var candidate = new PodCandidate
            {
                Pod = pod,
                Recommendation = PodCapping.Cap(vpa.Status.Recommendation, vpa.Spec.ResourcePolicy, pod, LimitRangeBounds.None).Recommendation,
            };
            var facts = new RoundFacts { Vpa = vpa, Pods = [candidate], Now = vector.GetProperty("now").GetDateTimeOffset() };
            var acceptance = UpdateAcceptance.Of(candidate, facts, new(), options);
            var priority = UpdatePriority.Of(pod, candidate.Recommendation);
            var isAdmitted = EvictionRequirements.Admit(pod, vpa.Spec.UpdatePolicy, candidate.Recommendation);
            var got = (priority.IsOutsideRange, priority.Grows, priority.Difference, acceptance.IsAccepted, isAdmitted);
            var expected = Expected(expect.GetProperty("perPod").GetProperty(pod.Metadata.Name));
            if (got != expected)
            {
                yield return $"{id} {pod.Metadata.Name}: expected {expected}, got {got}";
            }

            if (acceptance.IsAccepted && isAdmitted)
            {
                accepted.Add((pod.Metadata.Name, acceptance.Priority));
            }
        }

        var order = string.Join(' ', accepted.OrderBy(pod => pod.Priority, UpdatePriority.MostUrgentFirst).Select(pod => pod.Name));
        var recorded = string.Join(' ', expect.GetProperty("order").EnumerateArray().Select(name => name.GetString()));
        if (order != recorded)
        {
            yield return $"{id} order: expected {recorded}, got {order}";
        }
    }

    private static (bool Outside, bool Grows, double Difference, bool Accepted, bool Admitted) Expected(JsonElement pod) => (
        pod.GetProperty("outsideRecommendedRange").GetBoolean(),
        pod.GetProperty("scaleUp").GetBoolean(),
        pod.GetProperty("resourceDiff").GetDouble(),
        pod.GetProperty("wouldUpdateIgnoringEvictionRequirements").GetBoolean(),
        pod.GetProperty("admittedByEvictionRequirements").GetBoolean());

    // The vectors have the start beside the status.
    private static Pod Read(JsonElement json)
    {
        var pod = json.Deserialize(KubeJson.Default.Pod)!;
        return json.TryGetProperty("startTime", out var start) ? pod with { Status = pod.Status with { StartTime = start.GetDateTimeOffset() } } : pod;
    }
}
