namespace Autoscale.Kubernetes.Models;

/// <summary>The version that a patch is meant for; the server refuses it for any other.</summary>
public sealed record LeasePatchMetadata(string ResourceVersion);
