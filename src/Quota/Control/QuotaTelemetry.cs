using System.Diagnostics.Metrics;

namespace Autoscale.Quota.Control;

/// <summary>The instruments of the meter Autoscale.Quota.</summary>
public sealed class QuotaTelemetry
{
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _recounts;
    private readonly Counter<long> _doubles;
    private readonly Histogram<int> _batches;

    /// <summary>Creates the instruments.</summary>
    public QuotaTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Quota");
        _verdicts = meter.CreateCounter<long>("autoscale.quota.verdicts", "{write}", "Writes that quotas were asked about, by verdict (free, charged, refused, timeout).");
        _retries = meter.CreateCounter<long>("autoscale.quota.retries", "{batch}", "Batches and counts that were made again, by reason (conflict, failure, credit, recount).");
        _recounts = meter.CreateCounter<long>("autoscale.quota.recounts", "{quota}", "Counts of quotas, by outcome (unchanged, written, reclaimed).");
        _doubles = meter.CreateCounter<long>("autoscale.quota.double_charges", "{quota}", "Quotas found to be charged by somebody else, too.");
        _batches = meter.CreateHistogram<int>("autoscale.quota.batch.size", "{write}", "Writes that were charged together.");
    }

    /// <summary>Counts a verdict.</summary>
    public void Judged(string verdict) => _verdicts.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    /// <summary>Counts a batch or a count that must be made again.</summary>
    public void Retried(string reason) => _retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Records how many writes were charged together.</summary>
    public void Charged(int writes) => _batches.Record(writes);

    /// <summary>Counts a count of a quota.</summary>
    public void Recounted(string outcome) => _recounts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a quota that somebody else charges, too.</summary>
    public void DoublyCharged() => _doubles.Add(1);
}
