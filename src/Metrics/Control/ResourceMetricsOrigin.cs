namespace Autoscale.Metrics.Control;

/// <summary>Where the usage of pods and nodes comes from.</summary>
public enum ResourceMetricsOrigin
{
    /// <summary>From the kubelet of every node, as metrics-server reads it.</summary>
    Kubelet,

    /// <summary>From whoever serves metrics.k8s.io in the cluster already, such as metrics-server.</summary>
    Api,

    /// <summary>From nowhere: there are no resource metrics, as in a cluster without metrics-server.</summary>
    Off,
}
