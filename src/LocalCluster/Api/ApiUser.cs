namespace Autoscale.LocalCluster.Api;

/// <summary>Someone who may use the API, with the groups that the API reports.</summary>
public sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The administrator whom the cluster's kubeconfig stands for.</summary>
    public static ApiUser Administrator { get; } = new("kubernetes-admin", ["system:masters"]);
}
