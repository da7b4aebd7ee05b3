using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>A change of one object: from a copy of the stored object to the new one, null when nothing is to change.</summary>
internal sealed record ObjectUpdate(ResourceKind Kind, string Namespace, string Name, Func<JsonObject, JsonObject?> Change, WriteOptions Options);
