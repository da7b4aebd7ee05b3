using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

/// <summary>Rounds over the pods of one autoscaler that recommends 500m and 500Mi, made of few words.</summary>
internal static class SomeRound
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static VerticalPodAutoscaler Vpa(string mode, int? minReplicas = null) => new()
    {
        Metadata = new() { Name = "web", Namespace = "shop" },
        Spec = new() { UpdatePolicy = new() { UpdateMode = mode, MinReplicas = minReplicas } },
        Status = new() { Recommendation = Recommendation("500m", "500Mi") },
    };

    public static RecommendedPodResources Recommendation(string cpu, string memory) => new()
    {
        ContainerRecommendations = [new() { ContainerName = "app", Target = Amounts(cpu, memory), LowerBound = Amounts(cpu, memory), UpperBound = Amounts(cpu, memory) }],
    };

    public static Pod Pod(string name, string owner = "ReplicaSet", string cpu = "100m", string memory = "100Mi") => new()
    {
        Metadata = new()
        {
            Name = name,
            Namespace = "shop",
            Uid = name,
            OwnerReferences = owner.Length == 0 ? null : [new() { Kind = owner, Name = "web-1", Controller = true }],
        },
        Spec = new() { NodeName = "node", Containers = [new() { Name = "app", Resources = new() { Requests = Amounts(cpu, memory) } }] },
        Status = new() { Phase = "Running", StartTime = Now.AddDays(-2) },
    };

    public static Pod With(this Pod pod, params PodCondition[] conditions) => pod with { Status = pod.Status with { Conditions = conditions } };

    public static Pod Restarting(this Pod pod) =>
        pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { ResizePolicy = [new() { ResourceName = "memory", RestartPolicy = "RestartContainer" }] }] } };

    public static RoundFacts Facts(VerticalPodAutoscaler vpa, int replicas, params Pod[] pods) => new()
    {
        Vpa = vpa,
        Pods = [.. pods.Select(pod => Candidate(vpa, pod))],
        Replicas = new Dictionary<PodCreator, int> { [new("shop", "ReplicaSet", "web-1")] = replicas },
        Now = Now,
    };

    public static PodCandidate Candidate(VerticalPodAutoscaler vpa, Pod pod)
    {
        var capped = PodCapping.Cap(vpa.Status.Recommendation, vpa.Spec.ResourcePolicy, pod, LimitRangeBounds.None);
        var recommended = PodResources.Of(vpa, pod, capped, LimitRangeBounds.None);
        return new() { Pod = pod, Recommendation = capped.Recommendation, Desired = ResizePlan.Of(vpa, pod, recommended, Now) };
    }

    /// <summary>What is done, as "Evict web-a OutsideRange", and then what is left.</summary>
    public static (string Done, string Left) Run(RoundFacts facts, UpdateMemory? memory = null, StepOutcome outcome = StepOutcome.Done, UpdaterOptions? options = null)
    {
        var round = new UpdateRound(facts, memory ?? new(), options ?? new());
        var done = new List<string>();
        foreach (var step in round.Steps())
        {
            done.Add(Text(step.Decision));
            step.Outcome = outcome;
        }

        return (string.Join(", ", done), string.Join(", ", round.Left.Select(Text)));
    }

    public static Dictionary<string, Quantity> Amounts(string cpu, string memory) => new() { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) };

    private static string Text(UpdateDecision decision) => $"{decision.Action} {decision.Candidate.Pod.Metadata.Name} {decision.Reason}";
}
