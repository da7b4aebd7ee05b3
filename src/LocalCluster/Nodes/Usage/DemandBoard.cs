using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes.Usage;

/// <summary>Shares the demand on each workload equally among its ready containers of a name.</summary>
internal sealed class DemandBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<ContainerRun, IContainerWork>> _sharers = [];

    /// <summary>The workload that a pod belongs to: its controller, or the deployment that made that; a pod without one stands for itself.</summary>
    public static string WorkloadOf(JsonObject pod)
    {
        var (kind, name) = pod.Controller() is { } owner ? (owner.Text("kind"), owner.Text("name")) : ("Pod", pod.Name());
        var suffix = $"-{pod.Labels().GetValueOrDefault("pod-template-hash")}";
        return kind == "ReplicaSet" && suffix.Length > 1 && name.EndsWith(suffix, StringComparison.Ordinal)
            ? $"{pod.Namespace()}/Deployment/{name[..^suffix.Length]}"
            : $"{pod.Namespace()}/{kind}/{name}";
    }

    /// <summary>Lets a container take part or no more; whoever else does has another share from this instant on.</summary>
    public void Set(string workload, ContainerRun container, bool takesPart, DateTimeOffset now)
    {
        var key = $"{workload}/{container.State.Name}";
        var next = takesPart ? container.Work : null;
        lock (_lock)
        {
            var sharers = _sharers.GetValueOrDefault(key) ?? [];
            var present = sharers.GetValueOrDefault(container);
            if (ReferenceEquals(present, next))
            {
                return;
            }

            present?.Share(0, now);
            sharers.Remove(container);
            if (next is not null)
            {
                sharers[container] = next;
            }

            foreach (var work in sharers.Values)
            {
                work.Share(sharers.Count, now);
            }

            _sharers[key] = sharers;
            if (sharers.Count == 0)
            {
                _sharers.Remove(key);
            }
        }
    }
}
