using System.Diagnostics.Metrics;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>The instruments of what changes pods; those of upstream's names bear its labels but for names and sizes of objects.</summary>
public sealed class UpdaterTelemetry
{
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _resized;
    private readonly Counter<long> _evictionsFailed;
    private readonly Counter<long> _resizesFailed;
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _rounds;

    /// <summary>Creates the instruments.</summary>
    public UpdaterTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Vpa");
        _evicted = meter.CreateCounter<long>("vpa_updater_evicted_pods_total", null, "Pods evicted, by update mode.");
        _resized = meter.CreateCounter<long>("vpa_updater_in_place_updated_pods_total", null, "Pods resized in place.");
        _evictionsFailed = meter.CreateCounter<long>("vpa_updater_failed_eviction_attempts_total", null, "Evictions that did not come about, by update mode and reason.");
        _resizesFailed = meter.CreateCounter<long>("vpa_updater_failed_in_place_update_attempts_total", null, "Resizes that did not come about, by reason.");
        _decisions = meter.CreateCounter<long>("autoscale.vpa.updates", "{decision}", "Decisions on pods, by action and reason.");
        _rounds = meter.CreateHistogram<double>("autoscale.vpa.update.duration", "s", "How long rounds over all pods took.");
    }

    internal void Tried(string mode, UpdateDecision decision, StepOutcome outcome)
    {
        Decided(decision);
        switch (decision.Action == UpdateAction.Evict, outcome)
        {
            case (true, StepOutcome.Done):
                _evicted.Add(1, new KeyValuePair<string, object?>("update_mode", mode));
                break;
            case (false, StepOutcome.Done):
                _resized.Add(1);
                break;
            case (true, StepOutcome.Refused or StepOutcome.Failed):
                _evictionsFailed.Add(1, new("update_mode", mode), new("reason", "EvictionError"));
                break;
            case (false, StepOutcome.Refused or StepOutcome.Failed):
                _resizesFailed.Add(1, new KeyValuePair<string, object?>("reason", decision.Action == UpdateAction.Unboost ? "UnboostError" : "InPlaceUpdateError"));
                break;
        }
    }

    internal void Decided(UpdateDecision decision) =>
        _decisions.Add(1, new("action", decision.Action.ToString()), new("reason", decision.Reason.ToString()));

    internal void Rounded(TimeSpan duration) => _rounds.Record(duration.TotalSeconds);
}
