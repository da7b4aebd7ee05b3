using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>The eviction subresource of pods: a deletion that disruption budgets may refuse, after pkg/registry/core/pod/storage/eviction.go.</summary>
internal sealed class Eviction(ClusterObjects objects, TimeProvider time)
{
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

    /// <summary>Deletes the pod if its budget allows it; 429 when it does not, 500 when several budgets cover the pod.</summary>
    public async Task EvictAsync(string ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        var pod = objects.Api.Find(objects.Pods, ns, name) ?? throw Refusals.NotFound(objects.Pods, name);
        if (!IsPastBudgets(pod))
        {
            await ChargeAsync(pod, options.DryRun, cancellationToken);
        }

        if (!options.DryRun)
        {
            var now = time.GetUtcNow();
            await objects.ChangeStatusAsync(objects.Pods, pod, stored => PodConditions.Set(stored.Make("status"), Disrupted(stored), now), cancellationToken);
        }

        await objects.Api.DeleteAsync(objects.Pods, ns, name, options, cancellationToken);
    }

    private static bool IsPastBudgets(JsonObject pod) =>
        pod.Text("status", "phase") is "" or "Succeeded" or "Failed" or "Pending" || pod.IsTerminating();

    private static JsonObject Disrupted(JsonObject pod)
    {
        var condition = Conditions.Of("DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting");
        condition["observedGeneration"] = pod.Generation();
        return condition;
    }

    private async Task ChargeAsync(JsonObject pod, bool isDryRun, CancellationToken cancellationToken)
    {
        var labels = pod.Labels();
        var budgets = objects.List(objects.Budgets, pod.Namespace()).Where(budget => Ownership.SelectorOf(budget).Matches(labels)).ToList();
        if (budgets.Count > 1)
        {
            throw new ApiError(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        if (budgets.Count == 0 || IsSpare(pod, budgets[0]))
        {
            return;
        }

        Check(budgets[0]);
        if (!isDryRun)
        {
            await objects.ChangeStatusAsync(objects.Budgets, budgets[0], budget => Charge(budget, pod.Name()), cancellationToken);
        }
    }

    /// <summary>An unready pod may go while enough others are healthy; with AlwaysAllow it may always go.</summary>
    private static bool IsSpare(JsonObject pod, JsonObject budget)
    {
        if (PodFacts.From(pod).IsReady)
        {
            return false;
        }

        var desired = budget.Count("status", "desiredHealthy");
        return budget.Text("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow"
            || (budget.Count("status", "currentHealthy") >= desired && desired > 0);
    }

    private static void Check(JsonObject budget)
    {
        var observed = budget.Whole("status", "observedGeneration") ?? 0;
        if (observed < budget.Generation())
        {
            throw Refused($"The disruption budget {budget.Name()} is still being processed by the server.", retryAfterSeconds: 10);
        }

        if (budget.Count("status", "disruptionsAllowed") <= 0)
        {
            throw Refused(
                $"The disruption budget {budget.Name()} needs {budget.Count("status", "desiredHealthy")} healthy pods and has {budget.Count("status", "currentHealthy")} currently",
                retryAfterSeconds: 0);
        }
    }

    private void Charge(JsonObject budget, string pod)
    {
        // Another eviction may have come first.
        Check(budget);
        var now = time.GetUtcNow();
        var status = budget.Make("status");
        var left = status.Count("disruptionsAllowed") - 1;
        status["disruptionsAllowed"] = left;
        status.Make("disruptedPods")[pod] = now.ToWire();
        BudgetStatus.MarkAllowed(status, left, budget.Generation(), now);
    }

    private static ApiError Refused(string cause, int retryAfterSeconds) => new(429, "TooManyRequests", Refusal)
    {
        RetryAfterSeconds = retryAfterSeconds,
        Causes = [new FieldError("DisruptionBudget", "", cause)],
    };
}
