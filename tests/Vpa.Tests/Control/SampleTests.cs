using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Autoscale.Kubernetes;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Vpa.Tests.Control;

public sealed class SampleTests
{
    [Theory]
    [InlineData(+3600, "Future")]
    [InlineData(-366 * 86400, "Ancient")]
    public async Task Run_ReadingOfAnotherTime_IsCountedAndNotUsed(int seconds, string outcome)
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = Listen(vertical.Services.GetRequiredService<IMeterFactory>(), counts);
        vertical.Metrics.ReplaceNode(new("node", null, [
            new("default", "web-1", vertical.Time.GetUtcNow().AddSeconds(seconds), TimeSpan.FromSeconds(15), [new("app", Quantity.Parse("1"), Quantity.Parse("1Gi"))])]));

        await vertical.TickAsync("web");

        await Eventually.TrueAsync(() => Task.FromResult(counts.GetValueOrDefault(outcome) >= 2), $"samples of the outcome {outcome}");
        Assert.False(vertical.Book.Find("default", "web")!.IsProvided);
    }

    // Of this test's meters alone: others run beside it.
    private static MeterListener Listen(IMeterFactory meters, ConcurrentDictionary<string, long> counts)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "autoscale.vpa.samples" && instrument.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counts.AddOrUpdate($"{tags[0].Value}", value, (_, sum) => sum + value));
        listener.Start();
        return listener;
    }
}
