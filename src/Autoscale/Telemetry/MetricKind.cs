namespace Autoscale.Telemetry;

/// <summary>How the measurements of a metric add up.</summary>
internal enum MetricKind
{
    /// <summary>Sums what never falls.</summary>
    Counter,

    /// <summary>Sums what may fall, shown as a gauge.</summary>
    UpDown,

    /// <summary>Keeps the newest value.</summary>
    Gauge,

    /// <summary>Counts values by bucket.</summary>
    Histogram,
}
