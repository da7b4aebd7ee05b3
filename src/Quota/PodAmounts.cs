using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a pod requests and is limited to in the eyes of quotas: with what its node reports of a resize, the pod's own level, and its overhead.</summary>
internal sealed class PodAmounts
{
    private readonly Pod _pod;
    private readonly bool _specCounts;
    private Dictionary<string, ContainerStatus>? _statuses;
    private HashSet<object>? _inits;

    public PodAmounts(Pod pod)
    {
        _pod = pod;
        var pending = pod.Status.Conditions.FirstOrDefault(condition => condition.Type == "PodResizePending");
        _specCounts = pending?.Reason != "Infeasible";
    }

    /// <summary>The requests, the overhead included.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests()
    {
        var total = PodTotals.Replace(
            PodTotals.OfContainers(_pod.Spec, RequestsOf), _pod.Spec.Resources?.Requests, PodCost.CountsAtPodLevel);
        return _pod.Spec.Overhead is { Count: > 0 } overhead ? (total + ResourceVector.From(overhead)).Amounts : total.Amounts;
    }

    /// <summary>The limits, the overhead included where there is a limit other than zero.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits()
    {
        var total = PodTotals.Replace(
            PodTotals.OfContainers(_pod.Spec, LimitsOf), _pod.Spec.Resources?.Limits, PodCost.CountsAtPodLevel);
        return _pod.Spec.Overhead is { Count: > 0 } overhead
            ? (total + ResourceVector.From(overhead.Where(entry => !total[entry.Key].IsZero))).Amounts
            : total.Amounts;
    }

    private IReadOnlyDictionary<string, Quantity>? RequestsOf(Container container)
    {
        var spec = container.Resources?.Requests;
        if (StatusOf(container) is not { Resources: { } running } status)
        {
            return spec;
        }

        var given = Most(running.Requests, status.AllocatedResources);
        return _specCounts ? Most(spec, given) : given;
    }

    private IReadOnlyDictionary<string, Quantity>? LimitsOf(Container container)
    {
        var spec = container.Resources?.Limits;
        if (StatusOf(container) is not { Resources: { } running })
        {
            return spec;
        }

        return _specCounts ? Most(spec, running.Limits) : running.Limits;
    }

    // Nodes resize containers and sidecars; plain init containers count as they are specified.
    private ContainerStatus? StatusOf(Container container)
    {
        var (containers, inits) = (_pod.Status.ContainerStatuses, _pod.Status.InitContainerStatuses);
        return containers.Count == 0 && inits.Count == 0 || IsInit(container) && !container.IsSidecar
            ? null
            : (_statuses ??= ByName(containers, inits)).GetValueOrDefault(container.Name);
    }

    // By tables, since nobody limits how many containers a pod has.
    private bool IsInit(Container container) => _pod.Spec.InitContainers.Count > 0
        && (_inits ??= _pod.Spec.InitContainers.ToHashSet<object>(ReferenceEqualityComparer.Instance)).Contains(container);

    private static Dictionary<string, ContainerStatus> ByName(params ReadOnlySpan<IReadOnlyList<ContainerStatus>> lists)
    {
        Dictionary<string, ContainerStatus> statuses = new(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            foreach (var status in list)
            {
                statuses[status.Name] = status;
            }
        }

        return statuses;
    }

    private static IReadOnlyDictionary<string, Quantity>? Most(
        IReadOnlyDictionary<string, Quantity>? first, IReadOnlyDictionary<string, Quantity>? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        Dictionary<string, Quantity> most = new(first, StringComparer.Ordinal);
        foreach (var (resource, amount) in second)
        {
            most[resource] = most.TryGetValue(resource, out var other) ? Quantity.Max(other, amount) : amount;
        }

        return most;
    }
}
