namespace Autoscale.Metrics.Control;

/// <summary>The ways on which applications report.</summary>
public sealed class ReportOptions
{
    /// <summary>The bus; null (the default) for none.</summary>
    public MetricBusOptions? Bus { get; init; }

    /// <summary>
    /// Whether what is published on the bus, rather than sent to a declared source, is taken for external metrics of every namespace;
    /// false by default: whoever may publish at all may do so then.
    /// </summary>
    public bool TakesPublished { get; init; }

    /// <summary>The HTTP server; null (the default) for none.</summary>
    public PushedServerOptions? Http { get; init; }
}
