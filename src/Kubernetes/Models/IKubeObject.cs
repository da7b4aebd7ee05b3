namespace Autoscale.Kubernetes.Models;

/// <summary>An object of the API, as caches and informers see it.</summary>
public interface IKubeObject
{
    /// <summary>Name, namespace, labels and the rest of its metadata.</summary>
    ObjectMeta Metadata { get; }
}
