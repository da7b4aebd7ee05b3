using System.Globalization;
using System.Text.Json;
using Autoscale.Testing;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class HistogramVectorTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    [Trait("Category", "Vectors")]
    public void Histogram_EveryRecordedCase_AnswersAsUpstream()
    {
        var lines = Vectors.Read("vpa").Where(line => line.File.StartsWith("histogram", StringComparison.Ordinal)).ToList();

        var failures = lines
            .SelectMany(line => Check(line.Case).Select(wrong => $"{line.File} {line.Case.GetProperty("id")}: {wrong}"))
            .ToList();

        Assert.NotEmpty(lines);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static IEnumerable<string> Check(JsonElement line)
    {
        var buckets = BucketsOf(line.GetProperty("options"));
        return line.TryGetProperty("bucketStart", out var starts) ? CheckTable(buckets, starts, line.GetProperty("findBucketOfStart")) : CheckCase(line, buckets);
    }

    private static IEnumerable<string> CheckTable(HistogramBuckets buckets, JsonElement starts, JsonElement found)
    {
        for (var bucket = 0; bucket < starts.GetArrayLength(); bucket++)
        {
            var start = starts[bucket].GetDouble();
            if (!start.Equals(buckets.Start(bucket)) || found[bucket].GetInt32() != buckets.Find(start))
            {
                yield return $"bucket {bucket}: expected {start:R} in {found[bucket]}, got {buckets.Start(bucket):R} in {buckets.Find(start)}";
            }
        }
    }

    private static IEnumerable<string> CheckCase(JsonElement line, HistogramBuckets buckets)
    {
        var rule = new HistogramRule(buckets, TimeSpan.FromSeconds(line.GetProperty("halfLifeSeconds").GetDouble()));
        var histogram = default(DecayingHistogram);
        if (line.TryGetProperty("loadCheckpoint", out var checkpoint))
        {
            var because = Load(checkpoint, rule, out histogram);
            var expected = line.TryGetProperty("loadError", out var error) ? error.GetString() : null;
            if (because != expected)
            {
                return [$"load: expected {expected}, got {because}"];
            }
        }

        var wrong = new List<string>();
        if (line.TryGetProperty("expectAfterLoad", out var loaded))
        {
            wrong.AddRange(Compare("after load", loaded, histogram, rule));
        }

        Apply(ref histogram, rule, line.GetProperty("ops"));
        if (line.TryGetProperty("mergeOps", out var merged))
        {
            var other = default(DecayingHistogram);
            Apply(ref other, rule, merged);
            histogram.Merge(rule, other);
        }

        return [.. wrong, .. Compare("after all", line.GetProperty("expect"), histogram, rule)];
    }

    private static string? Load(JsonElement checkpoint, HistogramRule rule, out DecayingHistogram histogram)
    {
        histogram = default;
        return checkpoint.ValueKind == JsonValueKind.Null
            ? "cannot load from empty checkpoint"
            : UsageCheckpoint.Load(checkpoint.Deserialize(VpaJson.Default.HistogramCheckpoint)!, rule, out histogram);
    }

    private static void Apply(ref DecayingHistogram histogram, HistogramRule rule, JsonElement operations)
    {
        foreach (var operation in operations.EnumerateArray())
        {
            var (value, weight) = (operation[1].GetDouble(), operation[2].GetDouble());
            var time = DateTimeOffset.FromUnixTimeMilliseconds(operation[3].GetInt64()).UtcTicks;
            if (operation[0].GetString() == "a")
            {
                histogram.Add(rule, value, weight, time);
            }
            else
            {
                histogram.Subtract(rule, value, weight, time);
            }
        }
    }

    private static List<string> Compare(string step, JsonElement expected, in DecayingHistogram histogram, HistogramRule rule)
    {
        var wrong = new List<string>();
        if (expected.GetProperty("isEmpty").GetBoolean() != histogram.IsEmpty(rule))
        {
            wrong.Add($"{step}: expected isEmpty {expected.GetProperty("isEmpty")}");
        }

        foreach (var percentile in expected.GetProperty("percentiles").EnumerateObject())
        {
            var (want, got) = (percentile.Value.GetDouble(), histogram.Percentile(rule, double.Parse(percentile.Name, CultureInfo.InvariantCulture)));
            if (Math.Abs(want - got) > Tolerance * Math.Abs(want))
            {
                wrong.Add($"{step}: percentile {percentile.Name}: expected {want:R}, got {got:R}");
            }
        }

        var text = CheckpointText.Of(expected.GetProperty("checkpoint").Deserialize(VpaJson.Default.HistogramCheckpoint)!);
        var saved = CheckpointText.Of(UsageCheckpoint.Save(histogram, rule));
        return text == saved ? wrong : [.. wrong, $"{step}: expected checkpoint {text}, got {saved}"];
    }

    private static HistogramBuckets BucketsOf(JsonElement options)
    {
        var (greatest, first, epsilon) =
            (options.GetProperty("maxValue").GetDouble(), options.GetProperty("firstBucketSize").GetDouble(), options.GetProperty("epsilon").GetDouble());
        var buckets = options.GetProperty("type").GetString() == "linear"
            ? HistogramBuckets.Linear(greatest, first, epsilon)
            : HistogramBuckets.Exponential(greatest, first, options.GetProperty("ratio").GetDouble(), epsilon);
        Assert.Equal(options.GetProperty("numBuckets").GetInt32(), buckets.Count);
        return buckets;
    }
}
