namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a resource.k8s.io DeviceClass that Autoscale reads.</summary>
public sealed record DeviceClass : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Which devices it stands for.</summary>
    public DeviceClassSpec Spec { get => field ?? new(); init; }
}
