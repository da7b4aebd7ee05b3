using System.Diagnostics.Metrics;

namespace Autoscale.Hpa.Control;

/// <summary>The instruments of the meter Autoscale.Hpa; those of upstream's names bear its labels, so that its dashboards work.</summary>
public sealed class HpaTelemetry
{
    private const string Prefix = "horizontal_pod_autoscaler_controller_";

    private readonly Counter<long> _reconciliations;
    private readonly Counter<long> _computations;
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _reconciliationTime;
    private readonly Histogram<double> _computationTime;

    /// <summary>Creates the instruments; the gauges read the book.</summary>
    public HpaTelemetry(IMeterFactory meters, DecisionBook book)
    {
        Book = book;
        var meter = meters.Create("Autoscale.Hpa");
        _reconciliations = meter.CreateCounter<long>($"{Prefix}reconciliations_total", null, "Reconciliations, by action and error.");
        _computations = meter.CreateCounter<long>($"{Prefix}metric_computation_total", null, "Metrics, by action, error and type.");
        _reconciliationTime = Seconds(meter, "reconciliation_duration_seconds", "How long reconciliations took.");
        _computationTime = Seconds(meter, "metric_computation_duration_seconds", "How long computing a metric took.");
        _decisions = meter.CreateCounter<long>("autoscale.hpa.decisions", "{decision}", "Decisions, by what came of them and why.");
        meter.CreateObservableGauge($"{Prefix}num_horizontal_pod_autoscalers", () => book.Count, null, "Autoscalers under control.");
        meter.CreateObservableGauge($"{Prefix}desired_replicas", () => DesiredReplicas(book), null, "Replicas that an autoscaler wants.");
    }

    /// <summary>The newest decisions.</summary>
    public DecisionBook Book { get; }

    /// <summary>Records one reconciliation; the time of the decision is shared out equally among its metrics.</summary>
    public void Reconciled(HpaReport report, ReplicaDecision decision, TimeSpan deciding, TimeSpan whole)
    {
        var perMetric = deciding.TotalSeconds / Math.Max(1, decision.Proposals.Count);
        foreach (var (name, action, error, type) in report.Observations)
        {
            KeyValuePair<string, object?>[] tags = [new("action", action), new("error", error)];
            if (name == "reconciliation")
            {
                _reconciliations.Add(1, tags);
                _reconciliationTime.Record(whole.TotalSeconds, tags);
            }
            else
            {
                tags = [.. tags, new("metric_type", type)];
                _computations.Add(1, tags);
                _computationTime.Record(perMetric, tags);
            }
        }

        _decisions.Add(1, new("outcome", decision.Outcome.ToString()), new("reason", decision.Reason.ToString()));
    }

    // Upstream's buckets.
    private static Histogram<double> Seconds(Meter meter, string name, string description) => meter.CreateHistogram(
        Prefix + name,
        "s",
        description,
        null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. Enumerable.Range(0, 15).Select(k => 0.001 * Math.Pow(2, k))] });

    private static IEnumerable<Measurement<int>> DesiredReplicas(DecisionBook book) => book.All.Select(note => new Measurement<int>(
        note.Status.DesiredReplicas, new KeyValuePair<string, object?>("namespace", note.Key.Namespace), new("hpa_name", note.Key.Name)));
}
