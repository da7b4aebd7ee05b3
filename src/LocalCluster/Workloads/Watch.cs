using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>A kind that a controller watches, and the keys that one change of it wakes.</summary>
internal sealed record Watch(ResourceKind Kind, Func<StoreEvent, IEnumerable<ObjectKey>> Keys)
{
    /// <summary>Wakes the changed object itself.</summary>
    public static Watch Self(ResourceKind kind) => new(kind, change => [change.Object.Key(kind)]);

    /// <summary>Wakes the owner that controls the changed object, before and after the change.</summary>
    public static Watch Owner(ResourceKind kind, ResourceKind owner) => new(kind, change =>
        new[] { change.Object, change.Old }
            .Select(value => OwnerKey(value, owner))
            .OfType<ObjectKey>()
            .Distinct());

    private static ObjectKey? OwnerKey(System.Text.Json.Nodes.JsonObject? value, ResourceKind owner) =>
        value?.Controller() is { } reference && reference.Text("kind") == owner.Kind
            ? new ObjectKey(owner.Group, owner.Kind, value.Namespace(), reference.Text("name"))
            : null;
}
