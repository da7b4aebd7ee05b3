using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>How urgent it is to change a pod, after upstream's priority_processor.</summary>
/// <param name="IsOutsideRange">Whether a request is missing, or outside the recommended bounds.</param>
/// <param name="Grows">Whether any request is to become larger.</param>
/// <param name="Difference">The sum over resources of the pod's relative change, 0 for none.</param>
public readonly record struct UpdatePriority(bool IsOutsideRange, bool Grows, double Difference)
{
    /// <summary>Puts the most urgent first: what grows before what shrinks, then the larger difference.</summary>
    public static IComparer<UpdatePriority> MostUrgentFirst { get; } = Comparer<UpdatePriority>.Create((left, right) =>
        left.Grows == right.Grows ? right.Difference.CompareTo(left.Difference) : right.Grows.CompareTo(left.Grows));

    /// <summary>Compares what a pod has with what is recommended for those of its containers that admission saw.</summary>
    public static UpdatePriority Of(Pod pod, RecommendedPodResources? recommendation)
    {
        var observed = ObservedNames.Of(pod);
        var (isOutside, grows) = (false, false);
        var totals = new Dictionary<string, (Int128 Has, Int128 Should)>();
        foreach (var container in pod.Spec.Containers.Where(container => observed.Include(container.Name)))
        {
            var recommended = recommendation?.ContainerRecommendations.FirstOrDefault(entry => entry.ContainerName == container.Name);
            var requests = ContainerAmounts.Of(pod, container.Name).Requests;
            foreach (var (resource, target) in recommended?.Target ?? ResourceVector.Empty.Amounts)
            {
                var total = totals.GetValueOrDefault(resource);
                if (requests is null || !requests.TryGetValue(resource, out var request))
                {
                    // Not asked for counts as outside of any range: what a namespace gives by default is not ours to guess.
                    (isOutside, grows) = (true, true);
                    totals[resource] = (total.Has, total.Should + target.SaturatedMilliValue);
                    continue;
                }

                totals[resource] = (total.Has + request.SaturatedMilliValue, total.Should + target.SaturatedMilliValue);
                grows |= target.SaturatedMilliValue > request.SaturatedMilliValue;
                isOutside |= recommended?.LowerBound?.TryGetValue(resource, out var lower) == true && request < lower;
                isOutside |= recommended?.UpperBound?.TryGetValue(resource, out var upper) == true && request > upper;
            }
        }

        return new(isOutside, grows, totals.Values.Sum(Relative));
    }

    private static double Relative((Int128 Has, Int128 Should) total)
    {
        var has = Math.Max((double)total.Has, 1);
        return Math.Abs(has - (double)total.Should) / has;
    }
}
