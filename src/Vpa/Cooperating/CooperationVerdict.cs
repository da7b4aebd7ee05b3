using System.Collections.Frozen;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>Which requests a vertical autoscaler may move beside the horizontal ones of its target, and why.</summary>
public sealed record CooperationVerdict(IReadOnlyList<ResourceStanding> Standings)
{
    /// <summary>The type of the condition: True while requests wait for a horizontal autoscaler; absent where there is none.</summary>
    public const string ConditionType = "WaitsForHorizontal";

    /// <summary>Nothing scales the target on a resource that is right-sized: everything may move.</summary>
    public static CooperationVerdict Free { get; } = new([]);

    /// <summary>Whether a resource waits altogether.</summary>
    public bool Waits => Standings.Any(standing => standing.Waits);

    /// <summary>Whether no pod should be evicted now, even for another resource; a pod that is killed over and over is past that.</summary>
    public bool IsBurst => Standings.Any(standing => standing.IsBurst);

    /// <summary>Whether the requests of a resource may be raised, or lowered.</summary>
    public bool MayMove(string resource, bool raise) =>
        Standings.FirstOrDefault(standing => standing.Resource == resource) is not { } found || (raise ? found.MayRise : found.MayFall);

    /// <summary>The recommendation without what must not move on this pod; the very one where all may.</summary>
    public RecommendedPodResources Permitted(RecommendedPodResources recommendation, Pod pod) =>
        Standings.All(standing => standing is { MayRise: true, MayFall: true })
            ? recommendation
            : recommendation with { ContainerRecommendations = [.. recommendation.ContainerRecommendations.Select(one => Permitted(one, pod))] };

    /// <summary>The condition of the vertical autoscaler, its time left to whoever keeps conditions; null where there is none.</summary>
    public VpaCondition? Condition
    {
        get
        {
            if (Standings.Count == 0)
            {
                return null;
            }

            var told = Standings.FirstOrDefault(standing => standing.Waits) ?? Standings[0];
            return new()
            {
                Type = ConditionType,
                Status = told.Waits ? "True" : "False",
                Reason = told.Rule.ToString(),
                Message = string.Join("; ", Standings.Select(standing => standing.Message)),
            };
        }
    }

    private RecommendedContainerResources Permitted(RecommendedContainerResources one, Pod pod)
    {
        var requests = RequestsOf(pod, one.ContainerName);
        var held = Standings.Where(standing => !MayMove(one, standing, requests)).Select(standing => standing.Resource).ToList();
        return held.Count == 0 ? one : one with
        {
            Target = Without(one.Target, held),
            LowerBound = Without(one.LowerBound, held),
            UpperBound = Without(one.UpperBound, held),
            UncappedTarget = Without(one.UncappedTarget, held),
        };
    }

    // A container without a request gets one: that is a raise.
    private static bool MayMove(
        RecommendedContainerResources one, ResourceStanding standing, IReadOnlyDictionary<string, Quantity>? requests) =>
        one.Target is not { } target || !target.TryGetValue(standing.Resource, out var wanted)
        || (requests is not null && requests.TryGetValue(standing.Resource, out var request) && wanted < request ? standing.MayFall : standing.MayRise);

    private static IReadOnlyDictionary<string, Quantity>? RequestsOf(Pod pod, string container) =>
        pod.Status.ContainerStatuses.FirstOrDefault(status => status.Name == container)?.Resources?.Requests
        ?? pod.Spec.Containers.FirstOrDefault(one => one.Name == container)?.Resources?.Requests;

    private static FrozenDictionary<string, Quantity>? Without(IReadOnlyDictionary<string, Quantity>? amounts, List<string> held) =>
        amounts?.Where(amount => !held.Contains(amount.Key)).ToFrozenDictionary(StringComparer.Ordinal);
}
