using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>How a subresource writes its object: <paramref name="Prepare"/> takes back from the new object, in place, what may not change; <paramref name="Validate"/> finds the field errors of what is left. Both see the old object second.</summary>
public sealed record SubresourceRules(Action<JsonObject, JsonObject> Prepare, Func<JsonObject, JsonObject, IEnumerable<FieldError>> Validate);
