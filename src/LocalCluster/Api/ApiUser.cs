namespace Autoscale.LocalCluster.Api;

/// <summary>Someone who may use the API, with the groups that the API reports.</summary>
public sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The administrator whom the cluster's kubeconfig stands for.</summary>
    public static ApiUser Administrator { get; } = new("kubernetes-admin", ["system:masters"]);

    /// <summary>The cluster's own controllers.</summary>
    public static ApiUser Controllers { get; } = new("system:kube-controller-manager", ["system:authenticated"]);

    /// <summary>The cluster's own scheduler.</summary>
    public static ApiUser Scheduler { get; } = new("system:kube-scheduler", ["system:authenticated"]);

    /// <summary>The kubelets of the cluster's simulated nodes.</summary>
    public static ApiUser Kubelets { get; } = new("system:node", ["system:nodes", "system:authenticated"]);
}
