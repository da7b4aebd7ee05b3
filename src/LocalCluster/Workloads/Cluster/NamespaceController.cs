using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Gives each namespace its default service account and the cluster's certificate, and empties and removes those that are deleted.</summary>
internal sealed class NamespaceController(ClusterObjects objects, string certificate) : IController
{
    private const string AccountName = "default";
    private const string CertificateName = "kube-root-ca.crt";
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or " +
        "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    private static readonly WriteOptions Finalize = WriteOptions.Internal with { Subresource = "finalize" };

    /// <inheritdoc />
    public string Name => "namespace-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Namespaces),
        .. Contents.Select(kind => new Watch(kind, WakeForGone)),
    ];

    private IEnumerable<ResourceKind> Contents => objects.Kinds.Where(kind => kind.Namespaced);

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } ns)
        {
            return null;
        }

        if (!ns.IsTerminating())
        {
            await FurnishAsync(key.Name, cancellationToken);
            return null;
        }

        await EmptyAsync(key.Name, cancellationToken);
        if (Contents.Any(kind => objects.List(kind, key.Name).Count > 0))
        {
            return null;
        }

        await objects.Api.UpdateAsync(objects.Namespaces, "", key.Name, WithoutFinalizers, Finalize, cancellationToken);
        return null;
    }

    private async Task FurnishAsync(string ns, CancellationToken cancellationToken)
    {
        if (objects.Api.Find(objects.ServiceAccounts, ns, AccountName) is null)
        {
            await CreateAsync(objects.ServiceAccounts, Named("ServiceAccount", ns, AccountName), cancellationToken);
        }

        if (objects.Api.Find(objects.ConfigMaps, ns, CertificateName) is null)
        {
            var map = Named("ConfigMap", ns, CertificateName);
            map.Make("metadata", "annotations")["kubernetes.io/description"] = Description;
            map["data"] = new JsonObject { ["ca.crt"] = certificate };
            await CreateAsync(objects.ConfigMaps, map, cancellationToken);
        }
    }

    private async Task CreateAsync(ResourceKind kind, JsonObject value, CancellationToken cancellationToken)
    {
        try
        {
            await objects.CreateAsync(kind, value, cancellationToken);
        }
        catch (ApiError error) when (error.Reason == "AlreadyExists" || error.Causes.Any(cause => cause.Reason == "NamespaceTerminating"))
        {
            return;
        }
    }

    private async Task EmptyAsync(string ns, CancellationToken cancellationToken)
    {
        foreach (var kind in Contents)
        {
            foreach (var value in objects.List(kind, ns).Where(value => !value.IsTerminating()))
            {
                await objects.DeleteAsync(kind, value, new DeleteOptions { PropagationPolicy = "Background" }, cancellationToken);
            }
        }
    }

    private static JsonObject? WithoutFinalizers(JsonObject ns)
    {
        if (ns["spec"] is not JsonObject spec || !spec.Remove("finalizers"))
        {
            return null;
        }

        return ns;
    }

    private static JsonObject Named(string kind, string ns, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
    };

    private IEnumerable<ObjectKey> WakeForGone(StoreEvent change) =>
        change.Type == "DELETED" ? [new ObjectKey("", "Namespace", "", change.Object.Namespace())] : [];
}
