using System.Diagnostics.Metrics;
using Autoscale.Hpa.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Hpa.Tests.Control;

public sealed class HpaTelemetryTests
{
    [Fact]
    public void Reconciled_ScaledUp_CountsUnderUpstreamsNamesAndLabels()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var telemetry = new HpaTelemetry(meters, new DecisionBook());
        var heard = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                it.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            heard.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))} {value}"));
        listener.Start();
        var facts = Some.Facts(Some.Spec(Some.Queue()), 4, Some.Series(90_000));
        var decision = Some.Decide(facts);
        var report = HpaReport.Of(facts, decision, RescaleResult.Done, new(), Some.Now);

        telemetry.Reconciled(report, decision, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5));

        Assert.Equal(
            [
                "horizontal_pod_autoscaler_controller_metric_computation_total action=scale_up error=none metric_type=External 1",
                "horizontal_pod_autoscaler_controller_reconciliations_total action=scale_up error=none 1",
                "autoscale.hpa.decisions outcome=Computed reason=MetricAboveTarget 1",
            ],
            heard);
    }
}
