using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>How objects of a second version become objects of the stored version and back; both return new objects.</summary>
public sealed record KindConversion(
    string StoredVersion,
    Func<JsonObject, JsonObject> ToStored,
    Func<JsonObject, JsonObject> FromStored);
