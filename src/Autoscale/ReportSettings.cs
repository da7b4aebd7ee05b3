using System.Net;
using Autoscale.Metrics.Control;

namespace Autoscale;

/// <summary>How applications report.</summary>
internal sealed record ReportSettings
{
    /// <summary>The bus; in memory by default.</summary>
    public MetricBusOptions Bus { get; init; } = new();

    /// <summary>Whether reports count that are published on the bus, to no declared source; false by default.</summary>
    public bool TakesPublished { get; init; }

    /// <summary>Where reports are taken over HTTP; null (the default) for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>PEM file of the certificate for it; null (the default) for plain text.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its key; null (the default) when it is in the certificate's file.</summary>
    public string? Key { get; init; }
}
