namespace Autoscale.LocalCluster.Api;

/// <summary>Admission that lets objects into living namespaces only, after upstream's NamespaceLifecycle plugin.</summary>
public sealed class NamespaceLifecycle(ObjectStore store, ResourceKind namespaces)
{
    private static readonly string[] Immortal = ["default", "kube-system", "kube-public"];

    /// <summary>Refuses creation in namespaces that are missing or being terminated, and the deletion of those that the cluster needs.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == "DELETE" && request.Kind.Kind == namespaces.Kind && request.Kind.Group.Length == 0 && Immortal.Contains(request.Name))
        {
            throw Refusals.Forbidden(request.Kind, request.Name, "this namespace may not be deleted");
        }

        if (request.Operation == "CREATE" && request.Kind.Namespaced)
        {
            RequireLiving(request);
        }

        return ValueTask.CompletedTask;
    }

    private void RequireLiving(AdmissionRequest request)
    {
        var found = store.Find(namespaces, "", request.Namespace) ?? throw Refusals.NotFound(namespaces, request.Namespace);
        if (found.Value.Metadata().Text("deletionTimestamp").Length == 0)
        {
            return;
        }

        var name = request.Namespace;
        var refusal = Refusals.Forbidden(request.Resource, request.Name, $"unable to create new content in namespace {name} because it is being terminated");
        throw new ApiError(refusal.Code, refusal.Reason, refusal.Message)
        {
            Name = refusal.Name,
            Group = refusal.Group,
            Kind = refusal.Kind,
            Causes = [new FieldError("NamespaceTerminating", "metadata.namespace", $"namespace {name} is being terminated")],
        };
    }
}
