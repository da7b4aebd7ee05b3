using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>Asks kubelets for their resource metrics.</summary>
internal interface IKubelets : IDisposable
{
    /// <summary>The page of a node's kubelet; throws when there is none, or none that is whole and of a bearable size.</summary>
    Task<KubeletPage> AskAsync(Node node, CancellationToken cancellationToken);
}
