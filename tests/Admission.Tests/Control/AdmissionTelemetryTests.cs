using System.Diagnostics.Metrics;
using Autoscale.Admission.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Admission.Tests.Control;

public sealed class AdmissionTelemetryTests
{
    [Fact]
    public async Task Reviews_AreCountedByPolicyOperationAndVerdict()
    {
        using var meters = new PlainMeters();
        using var listener = new MeterListener();
        var seen = new List<string>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            seen.Add($"{instrument.Name} {count} {string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        var chain = new AdmissionChain(
            [
                new ScriptedPolicy(),
                ScriptedPolicy.Saying(_ => new() { Warnings = ["mind"] }),
                ScriptedPolicy.Denying("no"),
                ScriptedPolicy.Saying(_ => throw new TimeoutException()),
            ],
            new AdmissionTelemetry(meters),
            NullLogger<AdmissionChain>.Instance);

        await chain.ValidateAsync(Given.Request(), CancellationToken.None);

        string[] verdicts = ["allowed", "warned", "denied", "failed"];
        Assert.Equal(verdicts.Select(verdict => $"autoscale.admission.reviews 1 policy=scripted,operation=CREATE,verdict={verdict}"), seen);
    }
}
