using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Updating;

/// <summary>A pod under an autoscaler, and what it should have.</summary>
public sealed record PodCandidate
{
    private static readonly ResourceRequirements Nothing = new();

    /// <summary>The pod.</summary>
    public required Pod Pod { get; init; }

    /// <summary>What is recommended for it, within its bounds; null when nothing is.</summary>
    public RecommendedPodResources? Recommendation { get; init; }

    /// <summary>What to set of its requests and limits.</summary>
    public PodResources Desired { get; init; } = new();

    /// <summary>A pod under an autoscaler, with as much of its recommendation as may move beside horizontal ones and as its bounds allow.</summary>
    public static PodCandidate Of(VerticalPodAutoscaler vpa, Pod pod, CooperationVerdict verdict, LimitRangeBounds bounds, DateTimeOffset now)
    {
        var permitted = vpa.Status.Recommendation is { } recommendation ? verdict.Permitted(recommendation, pod) : null;
        var capped = PodCapping.Cap(permitted, vpa.Spec.ResourcePolicy, pod, bounds).Storable();
        return new()
        {
            Pod = pod,
            Recommendation = capped.Recommendation,
            Desired = ResizePlan.Of(vpa, pod, PodResources.Of(vpa, pod, capped, bounds), now),
        };
    }

    /// <summary>Whether a pod runs on a node and is to stay there: others are nobody's candidates.</summary>
    public static bool IsLive(Pod pod) => pod is { Metadata.DeletionTimestamp: null, Spec.NodeName.Length: > 0, Status.Phase: not ("Succeeded" or "Failed") };

    /// <summary>Whether there is anything to set.</summary>
    public bool HasDesired => Desired.Containers.Any(container => !container.IsEmpty);

    /// <summary>Whether setting it changes what the pod asks for.</summary>
    public bool ChangesSpec => Changes().Any();

    /// <summary>The largest relative change of any request that the pod asks for, 0 for none.</summary>
    public double LargestChange => Changes().Where(change => !change.IsLimit).Select(change => Relative(change.Before, change.After)).DefaultIfEmpty().Max();

    /// <summary>Whether a container says that it must be restarted for the change.</summary>
    public bool Restarts => Changes().Any(change => change.Container.ResizePolicy.Any(
        policy => policy.ResourceName == change.Resource && policy.RestartPolicy == "RestartContainer"));

    /// <summary>By how much the pod's requests, or its limits, grow; what shrinks or stays is left out.</summary>
    public ResourceVector Growth(bool ofLimits) => ResourceVector.From(
        from change in Changes()
        where change.IsLimit == ofLimits
        group change.After - change.Before by change.Resource into grown
        let sum = grown.Aggregate((left, right) => left + right)
        where sum > Quantity.Zero
        select new KeyValuePair<string, Quantity>(grown.Key, sum));

    private static double Relative(Quantity before, Quantity after)
    {
        var had = Math.Max(before.ToDouble(), 0.001);
        return Math.Abs(after.ToDouble() - had) / had;
    }

    private IEnumerable<(Container Container, string Resource, bool IsLimit, Quantity Before, Quantity After)> Changes()
    {
        foreach (var (container, desired) in Pod.Spec.Containers.Zip(Desired.Containers))
        {
            var asked = container.Resources ?? Nothing;
            foreach (var (before, after, isLimit) in new[] { (asked.Requests, desired.Requests, false), (asked.Limits, desired.Limits, true) })
            {
                foreach (var (resource, amount) in after)
                {
                    if (before.Of(resource) != amount)
                    {
                        yield return (container, resource, isLimit, before.Of(resource), amount);
                    }
                }
            }
        }
    }
}
