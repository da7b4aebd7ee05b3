using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using System.Text.Json;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers the pods' subresources that are no writes of the pod itself: eviction and binding.</summary>
internal sealed class PodEndpoints(ObjectStore store, KindRegistry kinds, ApiVerbs verbs, TimeProvider time)
{
    /// <summary>Binds a pod to the node in the body.</summary>
    public async Task BindAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadBytesAsync(request);
        var node = (JsonText.Read(body) as JsonObject).Child("target").Text("name");
        var options = request.WriteOptions("CreateOptions") with { FieldValidation = "Ignore" };
        await verbs.UpdateAsync(request.Kind, request.Path.Namespace, request.Path.Name, pod => Bind(request, pod, node), options, request.Aborted);
        await request.Http.WriteJsonAsync(201, StatusBody.Success(201));
    }

    /// <summary>Deletes a pod if its disruption budgets allow it.</summary>
    public async Task EvictAsync(ApiRequest request)
    {
        var (eviction, _) = await RequestBody.ReadObjectAsync(request, BodyKinds.Eviction);
        var (ns, name) = (request.Path.Namespace, request.Path.Name);
        var pod = store.Find(request.Kind, ns, name) ?? throw Refusals.NotFound(request.Kind, name);
        var options = new DeleteOptions
        {
            GracePeriodSeconds = eviction.Child("deleteOptions").Integer("gracePeriodSeconds"),
            DryRun = ApiRequest.DryRun("DeleteOptions", eviction.Child("deleteOptions").Texts("dryRun").Concat(request.Http.Request.Query["dryRun"])),
        };
        if (NeedsBudget(pod.Value))
        {
            await SpendBudgetAsync(pod, options.DryRun, request.Aborted);
        }

        await verbs.DeleteAsync(request.Kind, ns, name, options, request.Aborted);
        await request.Http.WriteJsonAsync(201, StatusBody.Success(201));
    }

    private static JsonObject Bind(ApiRequest request, JsonObject pod, string node)
    {
        if (pod.Child("spec").Text("nodeName") is { Length: > 0 } bound)
        {
            throw Refusals.Conflict(request.Kind, request.Path.Name, $"pod {request.Path.Name} is already assigned to node \"{bound}\"");
        }

        pod.Put("spec.nodeName", node);
        return pod;
    }

    private static bool NeedsBudget(JsonObject pod) =>
        pod.Child("status").Text("phase") is not ("Succeeded" or "Failed" or "Pending") && pod.Child("metadata").Text("deletionTimestamp").Length == 0;

    private async Task SpendBudgetAsync(StoredObject pod, bool isDryRun, CancellationToken cancellationToken)
    {
        if (kinds.Find("policy", "v1", "poddisruptionbudgets") is not { } budgets)
        {
            return;
        }

        var matching = store.List(budgets, pod.Namespace).Objects.Where(budget => Covers(budget.Value, pod)).ToList();
        if (matching.Count > 1)
        {
            throw new ApiError(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        foreach (var budget in matching)
        {
            var options = WriteOptions.Internal with { Subresource = "status", DryRun = isDryRun };
            await verbs.UpdateAsync(budgets, budget.Namespace, budget.Name, value => Spend(value, pod.Name), options, cancellationToken);
        }
    }

    private static bool Covers(JsonObject budget, StoredObject pod) =>
        budget.Child("spec").Child("selector") is { } selector
        && LabelSelector.From(selector.Deserialize(KubeJson.Default.LabelSelectorSpec)).Matches(pod.Labels);

    private JsonObject Spend(JsonObject budget, string pod)
    {
        var status = budget.Child("status");
        var allowed = status.Integer("disruptionsAllowed") ?? 0;
        if (allowed <= 0)
        {
            throw Refuse(budget.Child("metadata").Text("name"), status);
        }

        budget.Put("status.disruptionsAllowed", allowed - 1);
        var disrupted = budget.Child("status").Child("disruptedPods") ?? [];
        budget.Child("status")?.Remove("disruptedPods");
        disrupted[pod] = WriteRules.Timestamp(time.GetUtcNow());
        budget.Put("status.disruptedPods", disrupted);
        return budget;
    }

    private static ApiError Refuse(string budget, JsonObject? status)
    {
        var detail = $"The disruption budget {budget} needs {status.Integer("desiredHealthy") ?? 0} healthy pods and has {status.Integer("currentHealthy") ?? 0} currently";
        return new ApiError(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
        {
            Causes = [new FieldError("DisruptionBudget", "", detail)],
        };
    }
}
