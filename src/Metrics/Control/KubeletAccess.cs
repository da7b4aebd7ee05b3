namespace Autoscale.Metrics.Control;

/// <summary>The way to the kubelets.</summary>
public enum KubeletAccess
{
    /// <summary>Through the API server's node proxy: nothing but the API server must be reachable.</summary>
    Proxy,

    /// <summary>Straight to every kubelet over TLS, which spares the API server all the traffic.</summary>
    Direct,
}
