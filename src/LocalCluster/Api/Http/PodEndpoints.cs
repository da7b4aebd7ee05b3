using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers the pods' subresources that are no writes of the pod itself: eviction and binding.</summary>
internal sealed class PodEndpoints(ApiServer server)
{
    /// <summary>Binds a pod to the node in the body.</summary>
    public async Task BindAsync(ApiRequest request)
    {
        var (body, _) = await RequestBody.ReadObjectAsync(request, BodyKinds.Binding);
        var options = request.WriteOptions("CreateOptions") with { FieldValidation = "Ignore" };
        var binding = FieldCheck.Decode(BodyKinds.Binding, body, options);
        Address(request, binding);
        await AdmitAsync(request, BodyKinds.Binding, binding, options);
        var node = binding.Child("target").Text("name");
        var path = request.Path;
        var write = options with { IsAdmitted = true };
        await server.Verbs.UpdateAsync(request.Kind, path.Namespace, path.Name, pod => Bind(request, pod, node), write, request.Aborted);
        await request.Http.WriteJsonAsync(201, StatusBody.Success(201));
    }

    /// <summary>Deletes a pod as an eviction may; disruption budgets can refuse it.</summary>
    public async Task EvictAsync(ApiRequest request)
    {
        var (body, _) = await RequestBody.ReadObjectAsync(request, BodyKinds.Eviction);
        var options = request.WriteOptions("CreateOptions");
        var eviction = FieldCheck.Decode(BodyKinds.Eviction, body, options with { FieldValidation = "Ignore" });
        Address(request, eviction);
        options = options with { DryRun = ApiRequest.DryRun("DeleteOptions", eviction.Child("deleteOptions").Texts("dryRun")) || options.DryRun };
        await AdmitAsync(request, BodyKinds.Eviction, eviction, options);
        var asked = eviction.Child("deleteOptions");
        var deletion = new DeleteOptions
        {
            GracePeriodSeconds = asked.Integer("gracePeriodSeconds"),
            PropagationPolicy = asked.Text("propagationPolicy") is { Length: > 0 } policy ? policy : null,
            PreconditionUid = asked.Child("preconditions").Text("uid") is { Length: > 0 } uid ? uid : null,
            DryRun = options.DryRun,
            By = options with { IsAdmitted = true },
        };
        await server.Evict(request.Path.Namespace, request.Path.Name, deletion, request.Aborted);
        await request.Http.WriteJsonAsync(201, StatusBody.Success(201));
    }

    private static void Address(ApiRequest request, JsonObject body)
    {
        body.Metadata()["name"] = request.Path.Name;
        body.Metadata()["namespace"] = request.Path.Namespace;
    }

    private Task AdmitAsync(ApiRequest request, ResourceKind kind, JsonObject body, WriteOptions options) => server.Verbs.AdmitAsync(
        new AdmissionRequest("CREATE", kind, request.Path.Namespace, request.Path.Name, options) { Object = body, Resource = request.Kind },
        request.Aborted);

    private JsonObject Bind(ApiRequest request, JsonObject pod, string node)
    {
        var name = request.Path.Name;
        var obstacle = pod.Child("metadata").Text("deletionTimestamp").Length > 0 ? $"pod {name} is being deleted, cannot be assigned to a host"
            : pod.Child("spec").Text("nodeName") is { Length: > 0 } bound ? $"pod {name} is already assigned to node \"{bound}\""
            : pod.Child("spec")?["schedulingGates"] is JsonArray { Count: > 0 } ? $"pod {name} has non-empty .spec.schedulingGates"
            : "";
        if (obstacle.Length > 0)
        {
            throw Refusals.Conflict(request.Kind with { Plural = "pods/binding" }, name, obstacle);
        }

        pod.Put("spec.nodeName", node);
        var conditions = pod.Child("status")?["conditions"] as JsonArray ?? [];
        var scheduled = new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = WriteRules.Timestamp(server.Time.GetUtcNow()),
        };
        var others = conditions.OfType<JsonObject>().Where(condition => condition.Text("type") != "PodScheduled").Select(condition => condition.DeepClone());
        pod.Put("status.conditions", new JsonArray([.. others, scheduled]));
        return pod;
    }
}
