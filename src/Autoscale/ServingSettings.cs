using System.Net;
using Autoscale.Admission.Control;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;

namespace Autoscale;

/// <summary>How the metrics APIs are served to a cluster.</summary>
internal sealed record ServingSettings
{
    /// <summary>The groups that are served, at least one.</summary>
    public required IReadOnlyList<MetricsApiGroup> Groups { get; init; }

    /// <summary>Where they are served.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The service by which the API server reaches them.</summary>
    public required ApiServiceOptions Service { get; init; }

    /// <summary>Where and how the certificates are kept.</summary>
    public required CertificateOptions Certificates { get; init; }
}
