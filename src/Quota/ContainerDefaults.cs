using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>The amounts that limit ranges give to one container which lacks them.</summary>
/// <param name="IsInit">Whether it is one of the init containers, sidecars included.</param>
/// <param name="Index">Its place among the containers, or among the init containers.</param>
/// <param name="Requests">The requests to add.</param>
/// <param name="Limits">The limits to add.</param>
public sealed record ContainerDefaults(
    bool IsInit, int Index, IReadOnlyDictionary<string, Quantity> Requests, IReadOnlyDictionary<string, Quantity> Limits);
