using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Logging;

namespace Autoscale.Telemetry;

/// <summary>
/// Listens to the meters of one <see cref="IMeterFactory"/> (and to those of the process that belong to none) and writes them
/// in Prometheus' text format, version 0.0.4.
/// </summary>
public sealed partial class PrometheusExporter : IDisposable
{
    private readonly PrometheusExporterOptions _options;
    private readonly ILogger<PrometheusExporter> _logger;
    private readonly IMeterFactory _factory;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _collecting = new();
    private readonly Counter<long> _failures;

    /// <summary>Begins to listen; what was measured before is not seen.</summary>
    public PrometheusExporter(IMeterFactory factory, PrometheusExporterOptions options, ILogger<PrometheusExporter> logger)
    {
        (_factory, _options, _logger) = (factory, options, logger);
        var meter = factory.Create("Autoscale.Telemetry");
        _failures = meter.CreateCounter<long>(
            "autoscale.telemetry.failed.observations", description: "Scrapes in which an observable instrument failed.");
        meter.CreateObservableCounter(
            "autoscale.telemetry.dropped.measurements", Dropped, description: "Measurements that were not exported, by metric.");

        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>(Record);
        _listener.SetMeasurementEventCallback<short>(Record);
        _listener.SetMeasurementEventCallback<int>(Record);
        _listener.SetMeasurementEventCallback<long>(Record);
        _listener.SetMeasurementEventCallback<float>(Record);
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.SetMeasurementEventCallback<decimal>(Record);
        _listener.Start();
    }

    /// <summary>Reads the observable instruments and writes all metrics, sorted by name; one scrape at a time.</summary>
    public string Expose()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        lock (_collecting)
        {
            Observe();
            foreach (var family in _families.Values.OrderBy(family => family.Shape.Name, StringComparer.Ordinal))
            {
                family.Write(writer);
            }
        }

        return writer.ToString();
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        foreach (var family in _families.Values)
        {
            family.ForgetObservations();
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException problem)
        {
            // The others have been read all the same: those that failed are absent from this scrape.
            _failures.Add(1);
            Log.ObservationFailed(_logger, problem);
        }
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        var scope = instrument.Meter.Scope;
        var isOurs = scope is null || ReferenceEquals(scope, _factory);
        if (!isOurs || !_options.Includes(instrument.Meter.Name) || InstrumentShape.Of(instrument) is not { } shape)
        {
            return;
        }

        var family = _families.GetOrAdd(shape.Name, _ => new MetricFamily(shape, _options.MaximumLabelSets));
        if (!family.Shape.Agrees(shape))
        {
            Log.NameTaken(_logger, instrument.Name, instrument.Meter.Name, shape.Name);
            return;
        }

        listener.EnableMeasurementEvents(instrument, family);
    }

    private IEnumerable<Measurement<long>> Dropped() =>
        from family in _families.Values
        where family.Dropped > 0
        select new Measurement<long>(family.Dropped, new KeyValuePair<string, object?>("metric", family.Shape.Name));

    private static void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, INumber<T> =>
        (state as MetricFamily)?.Record(double.CreateSaturating(value), tags);

    private static partial class Log
    {
        [LoggerMessage(9800, LogLevel.Warning, "An observable instrument failed and is absent from this scrape")]
        public static partial void ObservationFailed(ILogger logger, Exception problem);

        [LoggerMessage(9801, LogLevel.Warning, "{Instrument} of meter {Meter} is not exported: {Metric} is another one of a different type")]
        public static partial void NameTaken(ILogger logger, string instrument, string meter, string metric);
    }
}
