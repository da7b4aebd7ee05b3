using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.Tests.Control;

public sealed class KillTests
{
    private static readonly KubeRoute Status = KubeRoute.Pods.Of("default", "web-1").Sub("status");

    [Fact]
    public async Task Run_KilledBeforeARestartAndWhileNobodyLooked_CountsEachOnce()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await cluster.PatchAsync(Status, Statuses(0, """{"running":{}}"""));
        var first = await VerticalFixture.StartAsync(cluster);
        first.Use("web-1", "300m", "100Mi");
        await first.TickAsync("web");
        await cluster.PatchAsync(Status, Statuses(0, Killed(first.Time.GetUtcNow())));
        var killed = Memory(await first.NoteAsync("web", note => Memory(note) > 200L << 20));
        await first.DisposeAsync();

        first.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await VerticalFixture.StartAsync(cluster, time: first.Time);
        var known = Memory(await second.NoteAsync("web", note => note.IsProvided));
        await second.TickAsync("web");
        var still = Memory(second.Book.Find("default", "web")!);
        await second.DisposeAsync();
        second.Time.Advance(TimeSpan.FromMinutes(5));
        await cluster.PatchAsync(Status, Statuses(1, Killed(second.Time.GetUtcNow()), "300Mi"));
        second.Time.Advance(TimeSpan.FromMinutes(5));

        await using var third = await VerticalFixture.StartAsync(cluster, time: second.Time);

        Assert.Equal((killed, killed), (known, still));
        await third.NoteAsync("web", note => Memory(note) > 400L << 20);
    }

    private static string Killed(DateTimeOffset at) =>
        """{"terminated":{"reason":"OOMKilled","exitCode":137,"finishedAt":"TIME"}}""".Replace("TIME", $"{at:yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal);

    private static string Statuses(int restarts, string state, string request = "100Mi") =>
        """
        {"status":{"containerStatuses":[{"name":"app","image":"app","imageID":"","ready":true,"restartCount":RESTARTS,
        "resources":{"requests":{"memory":"REQUEST"}},"state":STATE}]}}
        """
            .Replace("RESTARTS", $"{restarts}", StringComparison.Ordinal).Replace("STATE", state, StringComparison.Ordinal)
            .Replace("REQUEST", request, StringComparison.Ordinal);

    private static long Memory(VerticalNote note) =>
        note.Status.Recommendation?.ContainerRecommendations is [var app] ? app.Target?["memory"].Value ?? 0 : 0;
}
