using System.Net;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Declared;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale;

/// <summary>What the controllers are to do and how.</summary>
internal sealed record ControllerSettings
{
    /// <summary>The cluster.</summary>
    public required KubeConfig Cluster { get; init; }

    /// <summary>Settings of the metrics room.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>Settings of the horizontal autoscaler.</summary>
    public HorizontalOptions Horizontal { get; init; } = new();

    /// <summary>Settings of the vertical autoscaler; off by default.</summary>
    public VerticalOptions Vertical { get; init; } = new() { Mode = VerticalMode.Off };

    /// <summary>How resources are governed; null when nothing of it runs here.</summary>
    public GovernanceSettings? Governance { get; init; }

    /// <summary>What this process itself answers for, which nobody may declare for himself; nothing by default.</summary>
    public IReadOnlyList<SourceClaims> OwnSources { get; init; } = [];

    /// <summary>How applications report.</summary>
    public ReportSettings Reports { get; init; } = new();

    /// <summary>How the metrics APIs are served to the cluster; null when they are not.</summary>
    public ServingSettings? Serving { get; init; }

    /// <summary>Where metrics and health are served; null for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The lease of which one process at a time decides; null when there is only one.</summary>
    public LeaderLeaseOptions? Lease { get; init; }

    /// <summary>The lease of which one process at a time recommends and updates pods; null when there is only one.</summary>
    public LeaderLeaseOptions? VerticalLease { get; init; }

    /// <summary>The least severe log that is written to the standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
