using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers the pods' subresources that are no writes of the pod itself: eviction and binding.</summary>
internal sealed class PodEndpoints(ApiServer server)
{
    /// <summary>Binds a pod to the node in the body.</summary>
    public async Task BindAsync(ApiRequest request)
    {
        var (binding, _) = await RequestBody.ReadObjectAsync(request, BodyKinds.Binding);
        var node = binding.Child("target").Text("name");
        var options = request.WriteOptions("CreateOptions") with { FieldValidation = "Ignore" };
        var path = request.Path;
        await server.Verbs.UpdateAsync(request.Kind, path.Namespace, path.Name, pod => Bind(request, pod, node), options, request.Aborted);
        await request.Http.WriteJsonAsync(201, StatusBody.Success(201));
    }

    /// <summary>Deletes a pod as an eviction may; disruption budgets can refuse it.</summary>
    public async Task EvictAsync(ApiRequest request)
    {
        var (eviction, _) = await RequestBody.ReadObjectAsync(request, BodyKinds.Eviction);
        var asked = eviction.Child("deleteOptions");
        var options = new DeleteOptions
        {
            GracePeriodSeconds = asked.Integer("gracePeriodSeconds"),
            PropagationPolicy = asked.Text("propagationPolicy") is { Length: > 0 } policy ? policy : null,
            PreconditionUid = asked.Child("preconditions").Text("uid") is { Length: > 0 } uid ? uid : null,
            DryRun = ApiRequest.DryRun("DeleteOptions", asked.Texts("dryRun").Concat(request.Http.Request.Query["dryRun"])),
        };
        await server.Evict(request.Path.Namespace, request.Path.Name, options, request.Aborted);
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
}
