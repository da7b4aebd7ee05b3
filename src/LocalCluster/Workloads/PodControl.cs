using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Creates and deletes pods for a controller and tells so in events, as pkg/controller's RealPodControl does.</summary>
internal sealed class PodControl(ClusterObjects objects, Announce events, string component)
{
    /// <summary>Creates the pod; a refusal is told as FailedCreate and thrown on.</summary>
    public async Task<JsonObject> CreateAsync(JsonObject owner, JsonObject pod, CancellationToken cancellationToken)
    {
        try
        {
            var created = await objects.CreateAsync(objects.Pods, pod, cancellationToken);
            events(component, owner, EventNote.Normal("SuccessfulCreate", $"Created pod: {created.Name()}"));
            return created;
        }
        catch (ApiError error) when (!IsNamespaceEnding(error))
        {
            events(component, owner, EventNote.Warning("FailedCreate", $"Error creating: {error.Message}"));
            throw;
        }
    }

    /// <summary>Deletes the pod; a refusal is told as FailedDelete and thrown on.</summary>
    public async Task DeleteAsync(JsonObject owner, JsonObject pod, CancellationToken cancellationToken)
    {
        try
        {
            await objects.DeleteAsync(objects.Pods, pod, new DeleteOptions(), cancellationToken);
            events(component, owner, EventNote.Normal("SuccessfulDelete", $"Deleted pod: {pod.Name()}"));
        }
        catch (ApiError error)
        {
            events(component, owner, EventNote.Warning("FailedDelete", $"Error deleting: {error.Message}"));
            throw;
        }
    }

    private static bool IsNamespaceEnding(ApiError error) => error.Causes.Any(cause => cause.Reason == "NamespaceTerminating");
}
