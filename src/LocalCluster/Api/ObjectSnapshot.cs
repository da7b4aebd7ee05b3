namespace Autoscale.LocalCluster.Api;

/// <summary>The objects of a kind, ordered by namespace and name, as they were at one version of the store.</summary>
public sealed record ObjectSnapshot(IEnumerable<StoredObject> Objects, long Version);
