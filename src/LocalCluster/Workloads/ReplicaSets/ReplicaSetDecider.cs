using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.ReplicaSets;

/// <summary>Decides what a replica set lacks or has too much of, and its status, after pkg/controller/replicaset.</summary>
internal static class ReplicaSetDecider
{
    /// <summary>The most pods that one pass creates or deletes.</summary>
    public const int Burst = 500;

    /// <summary>How many pods to create and which to delete.</summary>
    /// <param name="set">The replica set.</param>
    /// <param name="owned">The pods that it controls.</param>
    /// <param name="siblings">The pods of every replica set of the same owner, which spread over nodes together; asked only when pods are to go.</param>
    /// <param name="now">For the ages by which pods are chosen.</param>
    public static ReplicaSetPlan Decide(
        JsonObject set, IReadOnlyList<PodFacts> owned, Func<IReadOnlyList<PodFacts>> siblings, DateTimeOffset now)
    {
        var active = owned.Where(pod => pod.IsActive).ToList();
        var surplus = active.Count - set.Count("spec", "replicas", 1);
        if (surplus <= 0)
        {
            return new ReplicaSetPlan(Math.Min(-surplus, Burst), []);
        }

        var perNode = siblings().Where(pod => pod.IsActive).CountBy(pod => pod.Node).ToDictionary();
        var order = DeletionOrder.Sort(active, pod => perNode.GetValueOrDefault(pod.Node), now);
        return new ReplicaSetPlan(0, [.. order.Take(Math.Min(surplus, Burst))]);
    }

    /// <summary>The status that follows from the pods and from the failure of this pass, if there was one.</summary>
    public static JsonObject Status(JsonObject set, IReadOnlyList<PodFacts> owned, ApiError? failure, DateTimeOffset now)
    {
        var active = owned.Where(pod => pod.IsActive).ToList();
        var minReady = TimeSpan.FromSeconds(set.Count("spec", "minReadySeconds"));
        var templateLabels = set.Entries("spec", "template", "metadata", "labels");
        var status = new JsonObject { ["replicas"] = active.Count };
        status.SetCount("fullyLabeledReplicas", active.Count(pod => IsFullyLabelled(pod, templateLabels)));
        status.SetCount("readyReplicas", active.Count(pod => pod.IsReady));
        status.SetCount("availableReplicas", active.Count(pod => pod.IsAvailable(minReady, now)));
        if (set.Text("kind") != "ReplicationController")
        {
            status["terminatingReplicas"] = owned.Count(pod => pod.IsTerminating && !pod.IsEnded);
        }

        status["observedGeneration"] = set.Generation();
        if (set.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        MarkFailure(status, active.Count - set.Count("spec", "replicas", 1), failure, now);
        return status;
    }

    private static void MarkFailure(JsonObject status, int surplus, ApiError? failure, DateTimeOffset now)
    {
        var has = Conditions.Find(status, "ReplicaFailure") is not null;
        if (failure is not null && !has)
        {
            var reason = surplus < 0 ? "FailedCreate" : "FailedDelete";
            Conditions.Set(status, Conditions.Of("ReplicaFailure", "True", reason, failure.Message), now);
        }
        else if (failure is null && has)
        {
            Conditions.Remove(status, "ReplicaFailure");
        }
    }

    private static bool IsFullyLabelled(PodFacts pod, IReadOnlyDictionary<string, string> labels)
    {
        var own = pod.Source.Labels();
        return labels.All(label => own.TryGetValue(label.Key, out var value) && value == label.Value);
    }
}
