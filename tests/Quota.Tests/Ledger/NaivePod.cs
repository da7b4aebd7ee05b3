using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>A pod that uses only cpu, in thousandths.</summary>
internal sealed record NaivePod(NaiveContainer[] Containers, int? PodRequest, int? PodLimit, int Overhead, bool HasDeadline, bool HasEnded)
{
    public GovernedObject ToModel()
    {
        var named = Containers.Select((container, index) => (container, Model: container.ToModel($"c{index}"))).ToList();
        return new("", "pods", new Pod
        {
            Metadata = new() { Name = "p" },
            Spec = new()
            {
                Containers = [.. named.Where(pair => !pair.container.IsInit).Select(pair => pair.Model)],
                InitContainers = [.. named.Where(pair => pair.container.IsInit).Select(pair => pair.Model)],
                Resources = PodRequest is null && PodLimit is null
                    ? null
                    : new() { Requests = NaiveContainer.Amounts(PodRequest), Limits = NaiveContainer.Amounts(PodLimit) },
                Overhead = NaiveContainer.Amounts(Overhead),
                ActiveDeadlineSeconds = HasDeadline ? 60 : null,
            },
            Status = new() { Phase = HasEnded ? "Failed" : "Pending" },
        });
    }
}
