using Autoscale.LocalCluster.Nodes;
using Microsoft.Extensions.Logging;

namespace Autoscale;

/// <summary>What a local cluster is like.</summary>
internal sealed record LocalSettings
{
    /// <summary>Port of the API; 0 (the default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The nodes and how pods run on them.</summary>
    public NodeOptions Nodes { get; init; } = new();

    /// <summary>The RabbitMQ that queue workers take their messages from; null (the default) for one in memory.</summary>
    public Uri? Broker { get; init; }

    /// <summary>The least severe log that is written to the standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
