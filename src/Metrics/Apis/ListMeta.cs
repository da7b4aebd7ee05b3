namespace Autoscale.Metrics.Apis;

/// <summary>metav1.ListMeta of lists that have no version: an empty object.</summary>
internal sealed record ListMeta;
