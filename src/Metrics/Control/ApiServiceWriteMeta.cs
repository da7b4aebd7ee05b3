namespace Autoscale.Metrics.Control;

/// <summary>The name of a new APIService, or the version of a stored one that a patch is made for.</summary>
internal sealed record ApiServiceWriteMeta(string? Name, string? ResourceVersion);
