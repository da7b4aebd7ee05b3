using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api;

/// <summary>The verbs of the API without HTTP: what the endpoints and the cluster's own controllers both call; refusals are thrown as <see cref="ApiError"/>.</summary>
public sealed class ApiVerbs
{
    private readonly KindRegistry _kinds;
    private readonly ObjectStore _store;
    private readonly ObjectWrites _writes;
    private readonly ObjectDeletion _deletion;
    private readonly AdmissionChain _admission;

    /// <summary>Serves the kinds from a store; writes pass admission; names and uids come from the generator.</summary>
    public ApiVerbs(KindRegistry kinds, ObjectStore store, AdmissionChain admission, NameGenerator names, TimeProvider time)
    {
        _kinds = kinds;
        _store = store;
        _admission = admission;
        _writes = new ObjectWrites(kinds, store, admission, names, time);
        _deletion = new ObjectDeletion(store, admission, time);
    }

    /// <summary>The stored object, or null; the caller must not change it.</summary>
    public JsonObject? Find(ResourceKind kind, string ns, string name) =>
        _store.Find(kind, ns, name) is { } found ? found.As(kind) : null;

    /// <summary>The stored objects of a namespace (null: of all), ordered by namespace and name, that carry the labels; the caller must not change them.</summary>
    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns, LabelSelector selector)
    {
        var all = _store.List(kind, ns).Objects;
        var selected = ReferenceEquals(selector, LabelSelector.Everything) ? all : all.Where(one => selector.Matches(one.Labels));
        return [.. selected.Select(one => one.As(kind))];
    }

    /// <summary>The stored objects whose controller owner has this uid, from an index.</summary>
    public IReadOnlyList<JsonObject> ListOwnedBy(ResourceKind kind, string ownerUid) => [.. _store.OwnedBy(kind, ownerUid)];

    /// <summary>The stored objects of all kinds that name this uid among their owners, from an index.</summary>
    public IReadOnlyList<(ResourceKind Kind, JsonObject Object)> ListDependents(string ownerUid) => [.. _store.Dependents(ownerUid)];

    /// <summary>Defaults, admits, validates and stores a new object; returns it as stored.</summary>
    public Task<JsonObject> CreateAsync(ResourceKind kind, string ns, JsonObject value, WriteOptions options, CancellationToken cancellationToken) =>
        _writes.CreateAsync(kind, ns, value, options, cancellationToken);

    /// <summary>Hands a copy of the stored object to <paramref name="change"/>, which returns the new one (or null for no change), and stores it; retried on conflict unless the new object carries a resourceVersion other than the copy's.</summary>
    public Task<JsonObject> UpdateAsync(ResourceKind kind, string ns, string name, Func<JsonObject, JsonObject?> change, WriteOptions options, CancellationToken cancellationToken) =>
        _writes.UpdateAsync(new ObjectUpdate(kind, ns, name, change, options), cancellationToken);

    /// <summary>Deletes as the real server does: grace for pods, finalizers, propagation; returns the object, or null when it is gone at once.</summary>
    public async Task<JsonObject?> DeleteAsync(ResourceKind kind, string ns, string name, DeleteOptions options, CancellationToken cancellationToken) =>
        await _deletion.DeleteAsync(_kinds.Stored(kind), ns, name, options, cancellationToken) is { } left ? left.As(kind) : null;

    /// <summary>Asks admission about what is created at a subresource with a body of its own kind (an eviction, a binding), which mutating steps may change; the write that follows is then admitted.</summary>
    public async Task AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await _admission.MutateAsync(request, cancellationToken);
        await _admission.ValidateAsync(request, cancellationToken);
    }

    /// <summary>Calls the handler for every committed change of the kind, in order; handlers must only enqueue. Disposing ends it.</summary>
    public IDisposable Subscribe(ResourceKind kind, Action<StoreEvent> handler) => _store.Subscribe(kind, handler);
}
