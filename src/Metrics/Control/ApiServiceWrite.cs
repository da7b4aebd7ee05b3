namespace Autoscale.Metrics.Control;

/// <summary>An APIService as it is created or patched: what is null is not written.</summary>
internal sealed record ApiServiceWrite(ApiServiceWriteMeta Metadata, ApiServiceWriteSpec Spec)
{
    public string ApiVersion { get; } = "apiregistration.k8s.io/v1";

    public string Kind { get; } = "APIService";
}
