using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>A subresource that shows an object in a form of its own, e.g. Scale: the form's kind, how it is made of the object, and how a changed form changes the object, in place.</summary>
public sealed record SubresourceForm(ResourceKind Kind, Func<JsonObject, JsonObject> Show, Action<JsonObject, JsonObject> Carry);
