using System.Diagnostics.Metrics;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Control;

/// <summary>The instruments of the meter Autoscale.Vpa; those of upstream's names bear its labels, so that its dashboards work.</summary>
public sealed class VerticalTelemetry
{
    private const string Recommender = "vpa_recommender_";

    private readonly Counter<long> _recommendations;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _ooms;
    private readonly Counter<long> _checkpoints;
    private readonly Histogram<double> _latency;

    /// <summary>Creates the instruments; the gauges read the book.</summary>
    public VerticalTelemetry(IMeterFactory meters, VerticalBook book)
    {
        Meter = meters.Create("Autoscale.Vpa");
        _recommendations = Meter.CreateCounter<long>("autoscale.vpa.recommendations", "{recommendation}", "Looks at autoscalers, by what came of them.");
        _samples = Meter.CreateCounter<long>("autoscale.vpa.samples", "{sample}", "Samples of usage, by what became of them.");
        _ooms = Meter.CreateCounter<long>("autoscale.vpa.ooms", "{kill}", "Out-of-memory kills that were seen, by what became of them.");
        _checkpoints = Meter.CreateCounter<long>("autoscale.vpa.checkpoints", "{checkpoint}", "Checkpoints, by what was done with them.");
        _latency = Meter.CreateHistogram<double>(
            $"{Recommender}recommendation_latency_seconds", "s", "Time from the creation of an autoscaler to its first recommendation.");
        Meter.CreateObservableGauge($"{Recommender}vpa_objects_count", () => Count(book), null, "Autoscalers, by what they do and have.");
    }

    /// <summary>The room's meter.</summary>
    internal Meter Meter { get; }

    internal void Recommended(string outcome) => _recommendations.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void FirstRecommended(TimeSpan after) => _latency.Record(Math.Max(0, after.TotalSeconds));

    internal void Sampled(SampleOutcome outcome, long count = 1)
    {
        if (count > 0)
        {
            _samples.Add(count, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        }
    }

    internal void Killed(SampleOutcome outcome) => _ooms.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal void Checkpoint(string action, int count = 1) => _checkpoints.Add(count, new KeyValuePair<string, object?>("action", action));

    private static IEnumerable<Measurement<int>> Count(VerticalBook book) => book.All
        .GroupBy(note => (note.Mode, note.IsProvided, HasPods: note.Pods > 0, IsUnsupported: IsUnsupported(note.Status)))
        .Select(group => new Measurement<int>(
            group.Count(),
            new KeyValuePair<string, object?>("update_mode", group.Key.Mode),
            new("has_recommendation", group.Key.IsProvided),
            new("api", "v1"),
            new("matches_pods", group.Key.HasPods),
            new("unsupported_config", group.Key.IsUnsupported)));

    private static bool IsUnsupported(VpaStatus status) =>
        VpaConditions.Active(status.Conditions, ConditionTypes.ConfigUnsupported) is not null;
}
