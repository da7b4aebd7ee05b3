using System.Diagnostics.Metrics;
using Autoscale.Testing;

namespace Autoscale.Tests.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly TestExporter _exporter = new();

    public void Dispose() => _exporter.Dispose();

    [Fact]
    public void Expose_Counter_SumsByLabelSet()
    {
        var decisions = _exporter.Meter.CreateCounter<long>("autoscale.hpa.decisions", description: "Decisions, by reason.");
        decisions.Add(2, new("reason", "above"), new("kind", "cpu"));
        decisions.Add(3, new("kind", "cpu"), new("reason", "above"));
        decisions.Add(1, new KeyValuePair<string, object?>("reason", "below"));

        Assert.Equal(
            """
            # HELP autoscale_hpa_decisions_total Decisions, by reason.
            # TYPE autoscale_hpa_decisions_total counter
            autoscale_hpa_decisions_total{kind="cpu",reason="above"} 5
            autoscale_hpa_decisions_total{reason="below"} 1

            """,
            _exporter.Expose());
    }

    [Fact]
    public void Expose_Histogram_CountsCumulativelyWithInclusiveBounds()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] };
        var duration = _exporter.Meter.CreateHistogram("autoscale.reconcile.duration", "s", "How long.", advice: advice);
        duration.Record(0.5, new KeyValuePair<string, object?>("action", "none"));
        duration.Record(0.75, new KeyValuePair<string, object?>("action", "none"));
        duration.Record(4, new KeyValuePair<string, object?>("action", "none"));

        Assert.Equal(
            """
            # HELP autoscale_reconcile_duration_seconds How long.
            # TYPE autoscale_reconcile_duration_seconds histogram
            autoscale_reconcile_duration_seconds_bucket{action="none",le="0.5"} 1
            autoscale_reconcile_duration_seconds_bucket{action="none",le="1"} 2
            autoscale_reconcile_duration_seconds_bucket{action="none",le="+Inf"} 3
            autoscale_reconcile_duration_seconds_sum{action="none"} 5.25
            autoscale_reconcile_duration_seconds_count{action="none"} 3

            """,
            _exporter.Expose());
    }

    [Fact]
    public void Expose_HistogramWithoutLabelsOrAdvice_HasDefaultBuckets()
    {
        _exporter.Meter.CreateHistogram<int>("autoscale.batch.size", description: "Size.").Record(7);

        var exposed = _exporter.Expose();

        Assert.Contains("autoscale_batch_size_bucket{le=\"5\"} 0\nautoscale_batch_size_bucket{le=\"10\"} 1\n", exposed);
        Assert.Contains("autoscale_batch_size_sum 7\nautoscale_batch_size_count 1\n", exposed);
    }

    [Fact]
    public void Expose_GaugesAndUpDownCounters_AreGauges()
    {
        var depth = _exporter.Meter.CreateUpDownCounter<int>("autoscale.queue.depth", description: "Keys.");
        depth.Add(5);
        depth.Add(-2);
        var temperature = _exporter.Meter.CreateGauge<double>("autoscale.temperature", description: "Now.");
        temperature.Record(1.5);
        temperature.Record(double.NegativeInfinity);

        Assert.Equal(
            """
            # HELP autoscale_queue_depth Keys.
            # TYPE autoscale_queue_depth gauge
            autoscale_queue_depth 3
            # HELP autoscale_temperature Now.
            # TYPE autoscale_temperature gauge
            autoscale_temperature -Inf

            """,
            _exporter.Expose());
    }

    [Fact]
    public void Expose_ObservedSeriesThatIsGone_IsAbsent()
    {
        Measurement<int>[] seen = [new(1, new KeyValuePair<string, object?>("name", "a")), new(2, new KeyValuePair<string, object?>("name", "b"))];
        _exporter.Meter.CreateObservableGauge("replicas", () => seen, description: "Replicas.");
        _exporter.Expose();
        seen = seen[1..];

        Assert.Equal("# HELP replicas Replicas.\n# TYPE replicas gauge\nreplicas{name=\"b\"} 2\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_ObservableCounterOfTwoMeters_AddsUp()
    {
        _exporter.Meter.CreateObservableCounter("autoscale.scrapes", () => 4L, description: "Scrapes.");
        _exporter.Factory.Create("Autoscale.Other").CreateObservableCounter("autoscale.scrapes", () => 3L, description: "Scrapes.");
        _exporter.Expose();

        Assert.EndsWith("\nautoscale_scrapes_total 7\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_ObservableThatFails_LeavesTheOthersAndIsCounted()
    {
        _exporter.Meter.CreateObservableGauge("broken", int () => throw new InvalidOperationException("no"));
        _exporter.Meter.CreateObservableGauge("whole", () => 1);

        var exposed = _exporter.Expose();

        Assert.DoesNotContain("broken", exposed);
        Assert.Contains("\nwhole 1\n", exposed);
        Assert.Contains("\nautoscale_telemetry_failed_observations_total 1\n", exposed);
    }

    [Theory]
    [InlineData("horizontal_pod_autoscaler_controller_reconciliations_total", null, "horizontal_pod_autoscaler_controller_reconciliations_total")]
    [InlineData("wait_seconds", "s", "wait_seconds_total")]
    [InlineData("reconciliation_duration", "s", "reconciliation_duration_total")]
    [InlineData("autoscale.wait.time", "s", "autoscale_wait_time_seconds_total")]
    [InlineData("autoscale.bytes.total", "By", "autoscale_bytes_total")]
    [InlineData("autoscale.messages", "{message}", "autoscale_messages_total")]
    [InlineData("autoscale.a-b/c", null, "autoscale_a_b_c_total")]
    public void Expose_CounterName_IsMapped(string instrument, string? unit, string metric)
    {
        _exporter.Meter.CreateCounter<int>(instrument, unit, "Text.").Add(1);

        Assert.EndsWith($"\n{metric} 1\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_GaugeThatHasAPrometheusName_KeepsIt()
    {
        _exporter.Meter.CreateObservableGauge("num_horizontal_pod_autoscalers", () => 1, "s", "Text.");

        Assert.EndsWith("\nnum_horizontal_pod_autoscalers 1\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_LabelsAndHelp_AreEscaped()
    {
        var odd = _exporter.Meter.CreateCounter<int>("odd_total", description: "A \\ and \"quotes\"\nand a line.");
        odd.Add(1, new("text", "\\ \"q\"\nline"), new("1st.key", true), new("none", null), new("empty", ""));

        Assert.Equal(
            """
            # HELP odd_total A \\ and "quotes"\nand a line.
            # TYPE odd_total counter
            odd_total{_1st_key="true",text="\\ \"q\"\nline"} 1

            """,
            _exporter.Expose());
    }

    [Fact]
    public void Expose_TagsWhoseNamesBecomeEqual_KeepTheLater()
    {
        _exporter.Meter.CreateCounter<int>("odd_total").Add(1, new("a.b", "first"), new("c", 5), new("a_b", "second"));

        Assert.EndsWith("\nodd_total{a_b=\"second\",c=\"5\"} 1\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_SameNameWithAnotherType_ShowsTheFirst()
    {
        _exporter.Meter.CreateCounter<int>("things_total").Add(1);
        _exporter.Factory.Create("Autoscale.Other").CreateGauge<int>("things_total").Record(9);

        Assert.Equal("# HELP things_total things_total\n# TYPE things_total counter\nthings_total 1\n", _exporter.Expose());
    }

    [Fact]
    public void Expose_MetersOfOthers_AreNotShown()
    {
        using var other = new TestExporter();
        other.Meter.CreateCounter<int>("theirs_total").Add(1);
        _exporter.Factory.Create("Somebody.Else").CreateCounter<int>("foreign_total").Add(1);

        Assert.Empty(_exporter.Expose());
    }

    [Fact]
    public void Expose_LabelSetTooMany_IsDroppedAndCounted()
    {
        using var exporter = new TestExporter(labelSets: 2);
        var counter = exporter.Meter.CreateCounter<int>("named_total");
        foreach (var name in new[] { "a", "b", "c", "a", "c" })
        {
            counter.Add(1, new KeyValuePair<string, object?>("name", name));
        }

        var exposed = exporter.Expose();

        Assert.EndsWith("\nnamed_total{name=\"a\"} 2\nnamed_total{name=\"b\"} 1\n", exposed);
        Assert.Contains("\nautoscale_telemetry_dropped_measurements_total{metric=\"named_total\"} 2\n", exposed);
    }

    [Fact]
    public void Expose_MeasurementThatWouldSpoilASum_IsDropped()
    {
        var counter = _exporter.Meter.CreateCounter<double>("sum_total");
        counter.Add(2);
        counter.Add(double.NaN);
        counter.Add(-1);

        Assert.EndsWith("\nsum_total 2\n", _exporter.Expose());
    }

    [Fact]
    public void Record_FromManyThreadsDuringScrapes_LosesNothing()
    {
        var counter = _exporter.Meter.CreateCounter<int>("many_total");
        var histogram = _exporter.Meter.CreateHistogram<int>("many");

        Parallel.For(0, 8_000, at =>
        {
            counter.Add(1, new KeyValuePair<string, object?>("thread", at % 4));
            histogram.Record(1);
            if (at % 1_000 == 0)
            {
                _exporter.Expose();
            }
        });

        var exposed = _exporter.Expose();
        Assert.All(Enumerable.Range(0, 4), thread => Assert.Contains($"many_total{{thread=\"{thread}\"}} 2000\n", exposed));
        Assert.Contains("many_sum 8000\nmany_count 8000\n", exposed);
    }

    [PromtoolFact]
    public async Task Expose_EverySortOfInstrument_PleasesPromtool()
    {
        var meter = _exporter.Meter;
        meter.CreateCounter<long>("autoscale.events", description: "Odd \\ \n text.").Add(1, new KeyValuePair<string, object?>("a", "\\\"\n"));
        meter.CreateHistogram<double>("autoscale.wait", "s", "Waits.").Record(1e-7);
        meter.CreateHistogram<double>("autoscale.size", "By", "Sizes.").Record(1e300, new KeyValuePair<string, object?>("b", "ü"));
        meter.CreateUpDownCounter<decimal>("autoscale.depth", description: "Depth.").Add(-1.5m);
        meter.CreateGauge<float>("autoscale.level", description: "Level.").Record(float.NaN);
        meter.CreateObservableGauge("autoscale.heat", () => double.PositiveInfinity, description: "Heat.");

        Assert.Equal("", await Promtool.CheckAsync(_exporter.Expose()));
    }
}
