namespace Autoscale.Kubernetes.Models;

/// <summary>A new spec for a lease of a certain version.</summary>
public sealed record LeasePatch(LeasePatchMetadata Metadata, LeaseSpec Spec);
