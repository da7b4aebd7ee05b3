using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Autoscale.Admission.Control;

/// <summary>The instruments of the room: meter Autoscale.Admission.</summary>
public sealed class AdmissionTelemetry
{
    // Most reviews take less than the first of the usual boundaries, and every write of a cluster waits for one.
    private static readonly double[] Durations = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Counter<long> _reviews;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _renewals;
    private readonly Counter<long> _registrations;
    private ImmutableArray<Func<IEnumerable<Measurement<double>>>> _expiries = [];

    /// <summary>Creates the instruments.</summary>
    public AdmissionTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Admission");
        _reviews = meter.CreateCounter<long>("autoscale.admission.reviews", "{review}", "Reviews that a policy was asked about");
        _duration = meter.CreateHistogram(
            "autoscale.admission.duration",
            "s",
            "Time from a review's first byte to its answer",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Durations });
        _inFlight = meter.CreateUpDownCounter<long>("autoscale.admission.in_flight", "{review}", "Reviews that wait for their answer");
        _refused = meter.CreateCounter<long>("autoscale.admission.refused", "{request}", "Requests that were no reviews fit to be answered");
        meter.CreateObservableGauge("autoscale.admission.certificate.expiry", () => _expiries.SelectMany(expiry => expiry()), "s", "Time until a certificate (serving, authority) expires");
        _renewals = meter.CreateCounter<long>("autoscale.admission.certificate.renewals", "{renewal}", "Certificates that were created, restored or renewed (serving, authority)");
        _registrations = meter.CreateCounter<long>("autoscale.admission.registrations", "{write}", "Writes of webhook configurations that were created, repaired, or made to trust");
    }

    /// <summary>Counts one question to a policy and what came of it: allowed, warned, denied, or failed.</summary>
    internal void Asked(string policy, AdmissionOperation operation, string verdict) =>
        _reviews.Add(1, new("policy", policy), new("operation", operation.Name()), new("verdict", verdict));

    /// <summary>A review has begun.</summary>
    internal void Begun() => _inFlight.Add(1);

    /// <summary>A review has ended.</summary>
    internal void Ended(string path, TimeSpan took)
    {
        _inFlight.Add(-1);
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("path", path));
    }

    /// <summary>Counts a request that was refused with this HTTP status before any policy saw it.</summary>
    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Reports how long the certificates that a server uses last; null where there is none.</summary>
    internal void ObserveExpiry(string server, Func<TimeSpan?> serving, Func<TimeSpan?> authority)
    {
        IEnumerable<Measurement<double>> Measure() => [.. Expiry(server, "serving", serving()), .. Expiry(server, "authority", authority())];
        ImmutableInterlocked.Update(ref _expiries, all => all.Add(Measure));
    }

    /// <summary>Counts certificates that were made or restored.</summary>
    internal void Renewed(string what) => _renewals.Add(1, new KeyValuePair<string, object?>("what", what));

    /// <summary>Counts a write of a webhook configuration.</summary>
    internal void Registered(string kind, string what) => _registrations.Add(1, new("kind", kind), new("what", what));

    private static IEnumerable<Measurement<double>> Expiry(string server, string certificate, TimeSpan? rest) =>
        rest is null ? [] : [new(rest.Value.TotalSeconds, new("server", server), new("certificate", certificate))];
}
