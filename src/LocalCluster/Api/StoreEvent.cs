using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>One committed change: ADDED, MODIFIED or DELETED, the version after it and (where there was one) before it.</summary>
public sealed record StoreEvent(string Type, ResourceKind Kind, StoredObject Stored, StoredObject? Before)
{
    /// <summary>The object after the change (or as it was deleted); never changed again.</summary>
    public JsonObject Object => Stored.Value;

    /// <summary>The object before the change, null when it is new; never changed again.</summary>
    public JsonObject? Old => Before?.Value;

    /// <summary>The resourceVersion of the change.</summary>
    public long Version => Stored.Version;
}
