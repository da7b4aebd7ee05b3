namespace Autoscale.Kubernetes.Client;

/// <summary>Objects of one moment.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The version at which the list was taken; watching goes on from there.</param>
/// <param name="Continue">Token of the next page, "" when this is the last.</param>
public sealed record KubeList<T>(IReadOnlyList<T> Items, string ResourceVersion, string Continue);
