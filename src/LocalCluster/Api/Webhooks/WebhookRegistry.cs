using System.Collections.Immutable;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>The webhooks of all configurations of a kind, by configuration name and position; kept ready as configurations change, read without locks.</summary>
internal sealed class WebhookRegistry
{
    private ImmutableSortedDictionary<string, IReadOnlyList<Webhook>> _configurations =
        ImmutableSortedDictionary.Create<string, IReadOnlyList<Webhook>>(StringComparer.Ordinal);

    private volatile Webhook[] _all = [];

    /// <summary>Follows the configurations of the kind in a store that has none yet.</summary>
    public WebhookRegistry(ObjectStore store, ResourceKind kind) => store.Subscribe(kind, Apply);

    /// <summary>All webhooks, in the order in which they are called.</summary>
    public IReadOnlyList<Webhook> All => _all;

    // Comes under the store's lock, so that the write which changes a configuration is already under its rule when it is answered.
    private void Apply(StoreEvent change)
    {
        var name = change.Stored.Name;
        _configurations = change.Type == "DELETED" ? _configurations.Remove(name) : _configurations.SetItem(name, WebhookReader.Read(change.Stored));
        _all = [.. _configurations.Values.SelectMany(hooks => hooks)];
    }
}
