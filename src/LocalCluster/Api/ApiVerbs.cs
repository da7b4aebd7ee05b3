using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api;

/// <summary>The verbs of the API without HTTP: what the endpoints and the cluster's own controllers both call; refusals are thrown as <see cref="ApiError"/>.</summary>
public sealed class ApiVerbs
{
    /// <summary>The stored object, or null; the caller must not change it.</summary>
    public JsonObject? Find(ResourceKind kind, string ns, string name) => throw new NotSupportedException();

    /// <summary>The stored objects of a namespace (null: of all), ordered by namespace and name, that carry the labels; the caller must not change them.</summary>
    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns, LabelSelector selector) => throw new NotSupportedException();

    /// <summary>The stored objects whose controller owner has this uid, from an index.</summary>
    public IReadOnlyList<JsonObject> ListOwnedBy(ResourceKind kind, string ownerUid) => throw new NotSupportedException();

    /// <summary>Defaults, admits, validates and stores a new object; returns it as stored.</summary>
    public Task<JsonObject> CreateAsync(ResourceKind kind, string ns, JsonObject value, WriteOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Hands a copy of the stored object to <paramref name="change"/>, which returns the new one (or null for no change), and stores it; retried on conflict unless the new object carries a resourceVersion other than the copy's.</summary>
    public Task<JsonObject> UpdateAsync(ResourceKind kind, string ns, string name, Func<JsonObject, JsonObject?> change, WriteOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Deletes as the real server does: grace for pods, finalizers, propagation; returns the object, or null when it is gone at once.</summary>
    public Task<JsonObject?> DeleteAsync(ResourceKind kind, string ns, string name, DeleteOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Calls the handler for every committed change of the kind, in order; handlers must only enqueue. Disposing ends it.</summary>
    public IDisposable Subscribe(ResourceKind kind, Action<StoreEvent> handler) => throw new NotSupportedException();
}
