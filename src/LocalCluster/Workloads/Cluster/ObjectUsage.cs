using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>What one object counts for in resource quotas, by the names that quotas give to resources.</summary>
internal static class ObjectUsage
{
    private static readonly Quantity One = Quantity.FromLong(1);

    /// <summary>Every resource that the object uses up.</summary>
    public static IEnumerable<KeyValuePair<string, Quantity>> Of(ResourceKind kind, JsonObject value, DateTimeOffset now)
    {
        yield return Entry($"count/{kind.QualifiedResource}");
        var rest = (kind.Group, kind.Kind) switch
        {
            ("", "Pod") => Pod(value, now),
            ("", "PersistentVolumeClaim") => Claim(value),
            ("", "Service") => Service(value),
            ("", "ConfigMap" or "Secret" or "ResourceQuota") => [Entry(kind.Plural)],
            _ => [],
        };
        foreach (var entry in rest)
        {
            yield return entry;
        }
    }

    private static IEnumerable<KeyValuePair<string, Quantity>> Pod(JsonObject pod, DateTimeOffset now)
    {
        // A pod that has ended, or should have been gone by now, uses nothing up.
        if (PodFacts.From(pod).IsEnded || pod.Instant("metadata", "deletionTimestamp") < now)
        {
            yield break;
        }

        yield return Entry("pods");
        foreach (var (resource, amount) in PodNeeds.Total(pod, "requests"))
        {
            yield return KeyValuePair.Create($"requests.{resource}", amount);
            if (resource is "cpu" or "memory" or "ephemeral-storage" || resource.StartsWith("hugepages-", StringComparison.Ordinal))
            {
                yield return KeyValuePair.Create(resource, amount);
            }
        }

        foreach (var (resource, amount) in PodNeeds.Total(pod, "limits"))
        {
            yield return KeyValuePair.Create($"limits.{resource}", amount);
        }
    }

    private static IEnumerable<KeyValuePair<string, Quantity>> Claim(JsonObject claim)
    {
        yield return Entry("persistentvolumeclaims");
        var storage = Quantity.TryParse(claim.Text("spec", "resources", "requests", "storage"), out var asked, out _) ? asked : default;
        yield return KeyValuePair.Create("requests.storage", storage);
        if (claim.Text("spec", "storageClassName") is { Length: > 0 } name)
        {
            yield return Entry($"{name}.storageclass.storage.k8s.io/persistentvolumeclaims");
            yield return KeyValuePair.Create($"{name}.storageclass.storage.k8s.io/requests.storage", storage);
        }
    }

    private static IEnumerable<KeyValuePair<string, Quantity>> Service(JsonObject service)
    {
        yield return Entry("services");
        var type = service.Text("spec", "type");
        if (type == "LoadBalancer")
        {
            yield return Entry("services.loadbalancers");
        }

        if (type is "NodePort" or "LoadBalancer" && service.At("spec", "allocateLoadBalancerNodePorts")?.GetValue<bool>() != false)
        {
            yield return KeyValuePair.Create("services.nodeports", Quantity.FromLong(service.Objects("spec", "ports").Count()));
        }
    }

    private static KeyValuePair<string, Quantity> Entry(string name) => KeyValuePair.Create(name, One);
}
