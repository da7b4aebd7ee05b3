using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What is remembered of pods from round to round: since when a resize was seen, and what a node could not do. Not thread-safe.</summary>
public sealed class UpdateMemory
{
    private readonly Dictionary<string, DateTimeOffset> _resizing = [];
    private readonly Dictionary<string, RecommendedPodResources> _infeasible = [];
    private readonly Dictionary<string, (RetryWait Wait, string Refusal)> _refused = [];

    /// <summary>The uids of the pods whose nodes could not make a resize.</summary>
    public IEnumerable<string> Infeasible => _infeasible.Keys;

    /// <summary>Since when a resize of the pod has been seen; from now on if this is the first time.</summary>
    public DateTimeOffset ResizingSince(Pod pod, DateTimeOffset now)
    {
        if (!_resizing.TryGetValue(pod.Metadata.Uid, out var since))
        {
            _resizing[pod.Metadata.Uid] = since = now;
        }

        return since;
    }

    /// <summary>Whether a node could not give the pod its recommendation, and nothing in the present one is lower than it was.</summary>
    public bool IsInVain(Pod pod, RecommendedPodResources? recommendation) =>
        _infeasible.TryGetValue(pod.Metadata.Uid, out var last) && !IsLowerSomewhere(last, recommendation);

    /// <summary>Remembers that the node could not give the pod this recommendation.</summary>
    public void RecordInfeasible(Pod pod, RecommendedPodResources recommendation) => _infeasible[pod.Metadata.Uid] = recommendation;

    /// <summary>Whether the API refused to resize the pod, and it is too early to ask it again.</summary>
    public bool IsRefused(Pod pod, DateTimeOffset now) => _refused.TryGetValue(pod.Metadata.Uid, out var last) && last.Wait.Holds(now);

    /// <summary>In which words the API refused to resize the pod last; "" when it did not.</summary>
    public string RefusalOf(Pod pod) => _refused.GetValueOrDefault(pod.Metadata.Uid).Refusal ?? "";

    /// <summary>Remembers that the API refused to resize the pod; each time it is asked half as often.</summary>
    public void RecordRefused(Pod pod, string refusal, DateTimeOffset now) =>
        _refused[pod.Metadata.Uid] = (_refused.GetValueOrDefault(pod.Metadata.Uid).Wait.Next(now), refusal);

    /// <summary>Forgets that the API refused to resize the pod.</summary>
    public void RecordResized(Pod pod) => _refused.Remove(pod.Metadata.Uid);

    /// <summary>Forgets resizes that are over, so that the next one of a pod has its own time, and pods that are gone.</summary>
    public void Forget(IEnumerable<Pod> live)
    {
        var (uids, resizing) = (new HashSet<string>(), new HashSet<string>());
        foreach (var pod in live)
        {
            uids.Add(pod.Metadata.Uid);
            if (PodResize.IsUnderWay(pod))
            {
                resizing.Add(pod.Metadata.Uid);
            }
        }

        Keep(_resizing, resizing);
        Keep(_infeasible, uids);
        Keep(_refused, uids);
    }

    private static void Keep<T>(Dictionary<string, T> remembered, HashSet<string> uids)
    {
        foreach (var uid in remembered.Keys.Where(uid => !uids.Contains(uid)).ToList())
        {
            remembered.Remove(uid);
        }
    }

    private static bool IsLowerSomewhere(RecommendedPodResources last, RecommendedPodResources? next) =>
        next is not null && next.ContainerRecommendations.Any(
            container => last.ContainerRecommendations.Any(before => before.ContainerName == container.ContainerName && IsLower(before, container)));

    private static bool IsLower(RecommendedContainerResources before, RecommendedContainerResources after) =>
        before.Target is { } last && (after.Target?.Any(target => last.TryGetValue(target.Key, out var amount) && target.Value < amount) ?? false);
}
