using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>The status of a deployment, after pkg/controller/deployment's sync.go and progress.go.</summary>
internal static class DeploymentStatus
{
    private const string Progressing = "Progressing";
    private const string Complete = "NewReplicaSetAvailable";
    private const string TimedOut = "ProgressDeadlineExceeded";
    private const string Paused = "DeploymentPaused";

    /// <summary>Counts the replicas and sets Available; with <paramref name="inRollout"/> also Progressing and ReplicaFailure.</summary>
    public static JsonObject Compute(DeploymentFacts facts, bool inRollout, DateTimeOffset now)
    {
        var status = Counts(facts);
        if (facts.Source.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        MarkAvailable(facts, status, now);
        if (inRollout)
        {
            MarkProgress(facts, status, now);
            MarkFailure(facts, status, now);
        }

        return status;
    }

    /// <summary>Notes that a rollout was paused or resumed; an exceeded deadline is not overwritten.</summary>
    public static void MarkPause(DeploymentFacts facts, JsonObject status, DateTimeOffset now)
    {
        var reason = Conditions.Find(status, Progressing).Text("reason");
        if (facts.ProgressDeadline is null || reason == TimedOut || facts.IsPaused == (reason == Paused))
        {
            return;
        }

        Conditions.SetDated(
            status,
            facts.IsPaused
                ? Conditions.Of(Progressing, "Unknown", Paused, "Deployment is paused")
                : Conditions.Of(Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed"),
            now);
    }

    /// <summary>Notes that the new replica set was created, found or refused.</summary>
    public static void MarkNewSet(DeploymentFacts facts, JsonObject status, JsonObject condition, DateTimeOffset now)
    {
        if (facts.ProgressDeadline is not null)
        {
            Conditions.SetDated(status, condition, now);
        }
    }

    /// <summary>When the progress deadline must be looked at again; null when nothing is awaited.</summary>
    public static TimeSpan? NextCheck(DeploymentFacts facts, JsonObject status, DateTimeOffset now)
    {
        var condition = Conditions.Find(status, Progressing);
        if (facts.ProgressDeadline is not { } deadline || condition is null || condition.Text("reason") is Complete or TimedOut or Paused)
        {
            return null;
        }

        var left = (condition.Instant("lastUpdateTime") ?? now) + deadline - now;
        return left > TimeSpan.Zero ? left + TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(1);
    }

    /// <summary>Whether all wanted pods are new and available and no old ones are left.</summary>
    public static bool IsComplete(DeploymentFacts facts, JsonObject status) =>
        status.Whole("updatedReplicas").GetValueOrDefault() == facts.Replicas
        && status.Whole("replicas").GetValueOrDefault() == facts.Replicas
        && status.Whole("availableReplicas").GetValueOrDefault() == facts.Replicas
        && status.Whole("observedGeneration").GetValueOrDefault() >= facts.Source.Generation();

    private static JsonObject Counts(DeploymentFacts facts)
    {
        var available = facts.All.Sum(set => set.Available);
        var status = new JsonObject { ["observedGeneration"] = facts.Source.Generation() };
        status.SetCount("replicas", facts.All.Sum(set => set.Actual));
        status.SetCount("updatedReplicas", facts.New?.Actual ?? 0);
        status.SetCount("readyReplicas", facts.All.Sum(set => set.Source.Count("status", "readyReplicas")));
        status.SetCount("availableReplicas", available);
        status.SetCount("unavailableReplicas", Math.Max(0, facts.TotalReplicas - available));
        status["terminatingReplicas"] = facts.All.Sum(set => set.Source.Count("status", "terminatingReplicas"));
        if (facts.Source.Whole("status", "collisionCount") is { } collisions)
        {
            status["collisionCount"] = collisions;
        }

        return status;
    }

    private static void MarkAvailable(DeploymentFacts facts, JsonObject status, DateTimeOffset now)
    {
        var isAvailable = facts.All.Sum(set => set.Available) >= facts.Replicas - facts.MaxUnavailable;
        Conditions.SetDated(
            status,
            isAvailable
                ? Conditions.Of("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : Conditions.Of("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
            now);
    }

    private static void MarkProgress(DeploymentFacts facts, JsonObject status, DateTimeOffset now)
    {
        var condition = Conditions.Find(status, Progressing);
        if (facts.ProgressDeadline is not { } deadline)
        {
            Conditions.Remove(status, Progressing);
            return;
        }

        var subject = facts.New is { } fresh ? $"ReplicaSet \"{fresh.Name}\"" : $"Deployment \"{facts.Name}\"";
        var isSettled = status.Count("replicas") == status.Count("updatedReplicas") && condition.Text("reason") == Complete;
        if (isSettled)
        {
            return;
        }

        if (IsComplete(facts, status))
        {
            Conditions.SetDated(status, Conditions.Of(Progressing, "True", Complete, $"{subject} has successfully progressed."), now);
        }
        else if (HasProgressed(facts, status))
        {
            Conditions.SetDated(status, Conditions.Of(Progressing, "True", "ReplicaSetUpdated", $"{subject} is progressing."), now, renew: true);
        }
        else if (condition is not null && condition.Text("reason") != Complete && (condition.Instant("lastUpdateTime") ?? now) + deadline < now)
        {
            Conditions.SetDated(status, Conditions.Of(Progressing, "False", TimedOut, $"{subject} has timed out progressing."), now);
        }
    }

    private static bool HasProgressed(DeploymentFacts facts, JsonObject status)
    {
        var before = facts.Source["status"] as JsonObject ?? [];
        return status.Count("updatedReplicas") > before.Count("updatedReplicas")
            || status.Count("replicas") - status.Count("updatedReplicas") < before.Count("replicas") - before.Count("updatedReplicas")
            || status.Count("readyReplicas") > before.Count("readyReplicas")
            || status.Count("availableReplicas") > before.Count("availableReplicas");
    }

    private static void MarkFailure(DeploymentFacts facts, JsonObject status, DateTimeOffset now)
    {
        var failure = facts.New?.Source.Condition("ReplicaFailure")
            ?? facts.Old.Select(set => set.Source.Condition("ReplicaFailure")).FirstOrDefault(condition => condition is not null);
        if (failure is null)
        {
            Conditions.Remove(status, "ReplicaFailure");
            return;
        }

        Conditions.SetDated(
            status, Conditions.Of("ReplicaFailure", failure.Text("status"), failure.Text("reason"), failure.Text("message")), now);
    }
}
