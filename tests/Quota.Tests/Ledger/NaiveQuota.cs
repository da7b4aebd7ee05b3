using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>A quota over pods that use cpu, in whole pods and thousandths of cpus, and a second, plain account of what it says.</summary>
internal sealed record NaiveQuota(string Name, string Scope, IReadOnlyDictionary<string, long> Hard, IReadOnlyDictionary<string, long> Used)
{
    public ResourceQuota ToModel() => new()
    {
        Metadata = new() { Name = Name },
        Spec = new() { Scopes = Scope.Length == 0 ? [] : [Scope], Hard = Amounts(Hard) },
        Status = new() { Hard = Amounts(Hard), Used = Amounts(Used) },
    };

    /// <summary>The first quota that refuses the pod, and null where none does.</summary>
    public static string? Refuser(IEnumerable<NaiveQuota> quotas, NaivePod pod)
    {
        var concerned = quotas.Where(quota => quota.Sees(pod)).OrderBy(quota => quota.Name, StringComparer.Ordinal).ToList();
        return (concerned.FirstOrDefault(quota => quota.Demands(pod)) ?? concerned.FirstOrDefault(quota => quota.IsExceededBy(pod)))?.Name;
    }

    /// <summary>What the quota is charged for the pod, zeros left out.</summary>
    public Dictionary<string, long> ChargeFor(NaivePod pod) => !Sees(pod) ? [] : Cost(pod)
        .Where(cost => cost.Value > 0 && Hard.ContainsKey(cost.Key))
        .ToDictionary(cost => cost.Key, cost => cost.Value);

    private bool Sees(NaivePod pod) => Hard.Count > 0 && Scope switch
    {
        "Terminating" => pod.HasDeadline,
        "NotTerminating" => !pod.HasDeadline,
        "BestEffort" => IsBestEffort(pod),
        "NotBestEffort" => !IsBestEffort(pod),
        _ => true,
    };

    private bool Demands(NaivePod pod) => pod.PodRequest is null && pod.PodLimit is null
        && (Hard.ContainsKey("requests.cpu") && pod.Containers.Any(container => container.Request is null)
            || Hard.ContainsKey("limits.cpu") && pod.Containers.Any(container => container.Limit is null));

    private bool IsExceededBy(NaivePod pod) => ChargeFor(pod).Any(charge => Used[charge.Key] + charge.Value > Hard[charge.Key]);

    private static bool IsBestEffort(NaivePod pod) => pod.PodRequest is null && pod.PodLimit is null
        ? pod.Containers.All(container => container.Request is not > 0 && container.Limit is not > 0)
        : pod.PodRequest is not > 0 && pod.PodLimit is not > 0;

    private static Dictionary<string, long> Cost(NaivePod pod)
    {
        if (pod.HasEnded)
        {
            return new() { ["count/pods"] = 1000 };
        }

        var limit = pod.PodLimit ?? Peak(pod, container => container.Limit ?? 0);
        return new()
        {
            ["count/pods"] = 1000,
            ["pods"] = 1000,
            ["requests.cpu"] = (pod.PodRequest ?? Peak(pod, container => container.Request ?? 0)) + pod.Overhead,
            ["limits.cpu"] = limit == 0 ? 0 : limit + pod.Overhead,
        };
    }

    // The most of any moment in the life of the pod: while each init container starts, and when all others run.
    private static long Peak(NaivePod pod, Func<NaiveContainer, long> amount)
    {
        var inits = pod.Containers.Where(container => container.IsInit).ToList();
        var moments = inits.Select((starting, index) => amount(starting)
            + inits.Take(index).Where(container => container.Role == NaiveContainer.Sidecar).Sum(amount));
        return moments.Append(pod.Containers.Where(container => container.Role != NaiveContainer.Init).Sum(amount)).Max();
    }

    private static Dictionary<string, Quantity> Amounts(IReadOnlyDictionary<string, long> milli) =>
        milli.ToDictionary(amount => amount.Key, amount => Quantity.FromMilli(amount.Value));
}
