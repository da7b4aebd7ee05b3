using System.Diagnostics.Metrics;

namespace Autoscale.Admission.Control;

/// <summary>The instruments of the meter Autoscale.Admission for certificates and registration.</summary>
public sealed class UpkeepTelemetry
{
    private readonly Counter<long> _renewals;
    private readonly Counter<long> _repairs;
    private volatile Func<IEnumerable<Measurement<double>>> _expiries = () => [];

    /// <summary>Creates the instruments.</summary>
    public UpkeepTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Admission");
        meter.CreateObservableGauge(
            "autoscale.admission.certificate.expiry", () => _expiries(), "s", "Time until a certificate expires, by certificate (serving, authority).");
        _renewals = meter.CreateCounter<long>(
            "autoscale.admission.certificate.renewals", "{certificate}", "Certificates made or restored, by what was done (created, restored, serving, authority).");
        _repairs = meter.CreateCounter<long>(
            "autoscale.admission.registration.repairs", "{write}", "Writes of webhook configurations, by configuration (mutating, validating) and what was done (created, changed, trusted).");
    }

    /// <summary>Reports how long the certificates in use last.</summary>
    internal void ObserveExpiry(Func<TimeSpan?> serving, Func<TimeSpan?> authority) => _expiries = () =>
    [
        .. Expiry("serving", serving()),
        .. Expiry("authority", authority()),
    ];

    /// <summary>Counts certificates that were made or restored.</summary>
    internal void Renewed(string what) => _renewals.Add(1, new KeyValuePair<string, object?>("what", what));

    /// <summary>Counts a write of a configuration.</summary>
    internal void Repaired(string configuration, string what) => _repairs.Add(1, new("configuration", configuration), new("what", what));

    private static IEnumerable<Measurement<double>> Expiry(string certificate, TimeSpan? rest) =>
        rest is null ? [] : [new(rest.Value.TotalSeconds, new KeyValuePair<string, object?>("certificate", certificate))];
}
