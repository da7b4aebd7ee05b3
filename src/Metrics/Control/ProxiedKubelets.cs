using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>Asks kubelets through the API server's node proxy; the client is the caller's.</summary>
internal sealed class ProxiedKubelets(KubeClient client) : IKubelets
{
    public async Task<KubeletPage> AskAsync(Node node, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/nodes/{Uri.EscapeDataString(node.Metadata.Name)}/proxy{DirectKubelets.DefaultPath}";
        return new KubeletPage(await client.GetRawAsync(path, DirectKubelets.MaxBytes, cancellationToken));
    }

    public void Dispose()
    {
        // Nothing here is its own.
    }
}
