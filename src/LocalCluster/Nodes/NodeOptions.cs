using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>The nodes of the cluster and how pods run on them.</summary>
public sealed record NodeOptions
{
    /// <summary>How many nodes the cluster starts with; default 3, 0 and more.</summary>
    public int Count { get; init; } = 3;

    /// <summary>CPU that the pods of a node may request, a Kubernetes quantity; default 8.</summary>
    public string Cpu { get; init; } = "8";

    /// <summary>Memory that the pods of a node may request, a Kubernetes quantity; default 32Gi.</summary>
    public string Memory { get; init; } = "32Gi";

    /// <summary>How many pods a node may run; default 110.</summary>
    public int Pods { get; init; } = 110;

    /// <summary>How long a pod takes from its placement until its containers run, unless its annotation autoscale.local/startup-delay says otherwise; default 1 s.</summary>
    public TimeSpan StartupDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node takes to give running containers the resources that a pod was resized to; default 1 s.</summary>
    public TimeSpan ResizeDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether pods are placed on nodes; default true.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>Whether nodes run the pods that are placed on them; default true.</summary>
    public bool RunsPods { get; init; } = true;

    /// <summary>What the nodes declare beyond the common, which the API asks for before a pod is resized; default GuaranteedQoSPodCPUResize, as kubelets declare that leave CPUs unpinned.</summary>
    public IReadOnlyList<string> DeclaredFeatures { get; init; } = [PodResizeAdmission.GuaranteedProcessor];

    /// <summary>How often a node renews its lease; default 10 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node may be silent before it counts as not ready; default 50 s as upstream.</summary>
    public TimeSpan HeartbeatGrace { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Names of the nodes that the cluster starts with.</summary>
    public IEnumerable<string> Names => Enumerable.Range(1, Count).Select(number => $"node-{number}");
}
