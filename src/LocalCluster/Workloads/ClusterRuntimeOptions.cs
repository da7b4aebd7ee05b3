using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>What a cluster is made of.</summary>
public sealed record ClusterRuntimeOptions
{
    /// <summary>The nodes.</summary>
    public NodeOptions Nodes { get; init; } = new();

    /// <summary>Where queue workers take their messages from.</summary>
    public required IWorkBroker Broker { get; init; }

    /// <summary>Counts what became of messages.</summary>
    public WorkTally Tally { get; init; } = new();

    /// <summary>The cluster's certificate authority, PEM, for the config map kube-root-ca.crt.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Where the log goes; default nowhere.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
