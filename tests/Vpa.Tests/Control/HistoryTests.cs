using Autoscale.Testing;
using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.Tests.Control;

public sealed class HistoryTests
{
    [Fact]
    public async Task Run_HistoryInPrometheus_RecommendsFromPodsThatAreGone()
    {
        await using var prometheus = await StubPrometheus.StartAsync();
        await using var cluster = await WithWebAsync();

        await using var vertical = await VerticalFixture.StartAsync(cluster, Options(prometheus));

        var vpa = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });
        var target = vpa.Status.Recommendation!.ContainerRecommendations[0].Target!;
        Assert.InRange(target["cpu"].MilliValue, 400, 500);
        Assert.InRange(target["memory"].Value, 300_000_000, 380_000_000);
        Assert.Equal(1 + (2 * 9), prometheus.Queries.Count);
        await vertical.TickAsync("web");
        Assert.Empty(await cluster.CheckpointsAsync());
    }

    [Fact]
    public async Task Run_HistoryWithValuesThatAreNone_LeavesThemOut()
    {
        await using var prometheus = await StubPrometheus.StartAsync(firstCpu: "NaN");
        await using var cluster = await WithWebAsync();

        await using var vertical = await VerticalFixture.StartAsync(cluster, Options(prometheus));

        var vpa = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });
        Assert.InRange(vpa.Status.Recommendation!.ContainerRecommendations[0].LowerBound!["cpu"].MilliValue, 400, 500);
    }

    [Fact]
    public async Task Run_PrometheusRefusesTheCredentials_SaysSoWithoutThemAndGoesOn()
    {
        await using var prometheus = await StubPrometheus.StartAsync(authorization: "Bearer right");
        await using var cluster = await WithWebAsync();
        await using var vertical = await VerticalFixture.StartAsync(cluster, Options(prometheus, token: "wrong-secret"));

        var vpa = await Eventually.GetAsync(
            async () =>
            {
                vertical.Time.Advance(TimeSpan.FromSeconds(10));
                return (await cluster.VpaAsync("web")).Status.Conditions.FirstOrDefault(one => one.Type == OwnConditions.HistoryMissing);
            },
            "the condition that there is no history");

        Assert.Contains("it refused the credentials, or wants some (401)", vpa.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", vpa.Message, StringComparison.Ordinal);
    }

    private static VerticalOptions Options(StubPrometheus prometheus, string? token = null) => new()
    {
        Storage = VerticalStorage.Prometheus,
        History = new() { Address = prometheus.Address, Connection = new() { BearerToken = token } },
    };

    private static async Task<VpaCluster> WithWebAsync()
    {
        var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        return cluster;
    }
}
