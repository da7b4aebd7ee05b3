namespace Autoscale.Metrics.Apis;

/// <summary>The object that a custom metric describes, as a v1.ObjectReference; Namespace null for one that lies in none.</summary>
internal sealed record DescribedObject(string Kind, string? Namespace, string Name, string ApiVersion);
