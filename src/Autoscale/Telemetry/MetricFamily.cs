using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autoscale.Telemetry;

/// <summary>
/// All series of one metric, at most <paramref name="limit"/> label sets: what is measured with further ones is dropped and
/// counted, while the known ones go on.
/// </summary>
internal sealed class MetricFamily(InstrumentShape shape, int limit)
{
    private const int ShortText = 256;

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly double[] _boundaries = [.. shape.Boundaries];
    private int _labelSets;
    private long _dropped;

    /// <summary>The name, kind and help of the metric.</summary>
    public InstrumentShape Shape => shape;

    /// <summary>How many measurements were dropped: of a label set too many, not a number, or a counter's negative increment.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes in one measurement; from any thread.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var poisons = shape.Kind switch
        {
            MetricKind.Counter => !double.IsFinite(value) || value < 0,
            MetricKind.UpDown or MetricKind.Histogram => !double.IsFinite(value),
            _ => false,
        };
        if (poisons || Find(tags) is not { } series)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        switch (shape.Kind)
        {
            case MetricKind.Gauge:
                series.Set(value);
                break;
            case MetricKind.Histogram:
                series.Count(value, BucketOf(value));
                break;
            default:
                series.Add(value);
                break;
        }
    }

    /// <summary>Forgets what was observed last time: a series that is not observed any more is absent, not stale.</summary>
    public void ForgetObservations()
    {
        if (shape.IsObserved)
        {
            _series.Clear();
            _labelSets = 0;
        }
    }

    /// <summary>Writes the HELP and TYPE lines and every series, sorted; nothing when there is no series.</summary>
    public void Write(TextWriter writer)
    {
        var all = _series.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        Array.Sort(all, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        writer.Write($"# HELP {shape.Name} {LabelText.EscapeHelp(shape.Help)}\n# TYPE {shape.Name} {TypeOf(shape.Kind)}\n");
        foreach (var (labels, series) in all)
        {
            var (value, counts) = series.Read();
            if (shape.Kind == MetricKind.Histogram)
            {
                WriteHistogram(writer, labels, value, counts);
            }
            else
            {
                WriteSample(writer, "", labels, Text(value));
            }
        }
    }

    private void WriteHistogram(TextWriter writer, string labels, double sum, long[] counts)
    {
        var comma = labels.Length == 0 ? "" : ",";
        var soFar = 0L;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            soFar += counts[bucket];
            var bound = bucket < _boundaries.Length ? Text(_boundaries[bucket]) : "+Inf";
            WriteSample(writer, "_bucket", $"{labels}{comma}le=\"{bound}\"", Text(soFar));
        }

        WriteSample(writer, "_sum", labels, Text(sum));
        WriteSample(writer, "_count", labels, Text(soFar));
    }

    private void WriteSample(TextWriter writer, string suffix, string labels, string value)
    {
        writer.Write(shape.Name);
        writer.Write(suffix);
        writer.Write(labels.Length == 0 ? "" : $"{{{labels}}}");
        writer.Write($" {value}\n");
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[ShortText]);
        LabelText.Append(ref labels, tags);
        var known = _series.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(labels.Text, out var series);
        var text = known ? "" : labels.Text.ToString();
        labels.Clear();
        return known ? series : Admit(text);
    }

    private MetricSeries? Admit(string labels)
    {
        if (Interlocked.Increment(ref _labelSets) > limit)
        {
            Interlocked.Decrement(ref _labelSets);
            return null;
        }

        var mine = new MetricSeries(shape.Kind == MetricKind.Histogram ? _boundaries.Length + 1 : 0);
        var kept = _series.GetOrAdd(labels, mine);
        if (!ReferenceEquals(mine, kept))
        {
            Interlocked.Decrement(ref _labelSets);
        }

        return kept;
    }

    // The first bucket whose bound is not below the value: bounds are inclusive.
    private int BucketOf(double value)
    {
        var found = Array.BinarySearch(_boundaries, value);
        return found >= 0 ? found : ~found;
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Text(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
