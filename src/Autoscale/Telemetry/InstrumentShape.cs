using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Numerics;

namespace Autoscale.Telemetry;

/// <summary>What an instrument becomes in the exposition: its name, kind, help and bucket boundaries (none but for histograms).</summary>
internal sealed record InstrumentShape(string Name, MetricKind Kind, bool IsObserved, string Help, IReadOnlyList<double> Boundaries)
{
    private static readonly FrozenDictionary<Type, MetricKind> Kinds = new Dictionary<Type, MetricKind>
    {
        [typeof(Counter<>)] = MetricKind.Counter,
        [typeof(ObservableCounter<>)] = MetricKind.Counter,
        [typeof(UpDownCounter<>)] = MetricKind.UpDown,
        [typeof(ObservableUpDownCounter<>)] = MetricKind.UpDown,
        [typeof(Gauge<>)] = MetricKind.Gauge,
        [typeof(ObservableGauge<>)] = MetricKind.Gauge,
        [typeof(Histogram<>)] = MetricKind.Histogram,
    }.ToFrozenDictionary();

    // Prometheus' own defaults for durations in seconds, OpenTelemetry's for everything else.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Amounts = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    /// <summary>Reads the shape of an instrument; null for a type of instrument that has no counterpart.</summary>
    public static InstrumentShape? Of(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType || !Kinds.TryGetValue(type.GetGenericTypeDefinition(), out var kind))
        {
            return null;
        }

        var name = PrometheusName.Of(instrument.Name, instrument.Unit, kind);
        var help = string.IsNullOrWhiteSpace(instrument.Description) ? instrument.Name : instrument.Description;
        return new InstrumentShape(name, kind, instrument.IsObservable, help, kind == MetricKind.Histogram ? BoundariesOf(instrument) : []);
    }

    /// <summary>Whether both can be one metric: equal names alone do not make them so.</summary>
    public bool Agrees(InstrumentShape other) =>
        Kind == other.Kind && IsObserved == other.IsObserved && Boundaries.SequenceEqual(other.Boundaries);

    private static double[] BoundariesOf(Instrument instrument)
    {
        var advised = Advised<double>(instrument) ?? Advised<float>(instrument) ?? Advised<long>(instrument) ?? Advised<int>(instrument);
        return [.. (advised ?? (instrument.Unit == "s" ? Seconds : Amounts)).Where(double.IsFinite).Distinct().Order()];
    }

    private static IEnumerable<double>? Advised<T>(Instrument instrument)
        where T : struct, INumber<T> =>
        (instrument as Histogram<T>)?.Advice?.HistogramBucketBoundaries?.Select(double.CreateSaturating);
}
