namespace Autoscale.Metrics.Apis;

/// <summary>metav1.GroupVersionForDiscovery.</summary>
internal sealed record DiscoveryGroupVersion(string GroupVersion, string Version);
