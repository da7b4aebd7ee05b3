using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>One committed change: ADDED, MODIFIED or DELETED, the object after it and (where there was one) before it; both are never changed again.</summary>
public sealed record StoreEvent(string Type, ResourceKind Kind, JsonObject Object, JsonObject? Old, long Version);
