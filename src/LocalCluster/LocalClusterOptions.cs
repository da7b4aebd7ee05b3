using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster;

/// <summary>How a local cluster's API is served.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where uids and generated names come from; default a new source.</summary>
    public Random Random { get; init; } = new();

    /// <summary>The address to listen on; default 127.0.0.1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 (the default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Bearer tokens and the users whom they stand for, beside the administrator's client certificate; default none.</summary>
    public IReadOnlyDictionary<string, ApiUser> Tokens { get; init; } = new Dictionary<string, ApiUser>();

    /// <summary>The kinds that are served; default all that we know.</summary>
    public IReadOnlyList<ResourceKind> Kinds { get; init; } = KnownKinds.All;

    /// <summary>Where the log goes; default nowhere.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
