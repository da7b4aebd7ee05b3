using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Vpa.Tests.Control;

public sealed class RestartTests
{
    private const double Bucket = 1.05;

    private static readonly VerticalOptions Hourly = new() { Interval = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Run_RestartedInTheMiddleOfAWeek_MovesNoRecommendationByMoreThanABucket()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddPodAsync("web", "web-2");
        await cluster.AddVpaAsync("web");
        var time = new VirtualTimeProvider(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        var first = await VerticalFixture.StartAsync(cluster, Hourly, time);
        await RunAsync(first, hours: 84);
        var before = first.Book.Find("default", "web")!.Status;
        await first.DisposeAsync();

        await using var second = await VerticalFixture.StartAsync(cluster, Hourly, time);

        var after = await second.NoteAsync("web", note => note.IsProvided);
        AssertWithinABucket(before, after.Status);
        await RunAsync(second, hours: 84);
        AssertWithinABucket(await WithoutRestartAsync(), second.Book.Find("default", "web")!.Status);
    }

    [Fact]
    public async Task Run_KilledInsteadOfStopped_KnowsWhatTheLastCheckpointSaid()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        var first = await VerticalFixture.StartAsync(cluster, Hourly);
        await RunAsync(first, hours: 30);
        await Eventually.TrueAsync(
            async () =>
            {
                await RunAsync(first, hours: 1);
                return (await cluster.CheckpointsAsync()) is [{ Status.TotalSamplesCount: >= 29 }];
            },
            "a checkpoint of late");
        var before = first.Book.Find("default", "web")!.Status;
        cluster.IsDown = _ => true;
        await first.DisposeAsync();
        cluster.IsDown = _ => false;

        await using var second = await VerticalFixture.StartAsync(cluster, Hourly, first.Time);

        var after = await second.NoteAsync("web", note => note.IsProvided);
        AssertWithinABucket(before, after.Status);
    }

    [Fact]
    public async Task Run_BeginsToLead_ForgetsWhatItRecommendedBefore()
    {
        await using var cluster = await VpaCluster.StartAsync();

        await using var vertical = await VerticalFixture.StartAsync(cluster, known: Note("old"));

        await Eventually.TrueAsync(() => Task.FromResult(vertical.Book.Count == 0), "the note to be forgotten");
    }

    [Theory]
    [InlineData("old", true)]
    [InlineData("new", false)]
    public async Task PreviousOf_MadeAgainUnderTheSameName_IsNotWhatTheOtherOneHad(string uid, bool isNoted)
    {
        await using var cluster = await VpaCluster.StartAsync();
        await using var vertical = await VerticalFixture.StartAsync(cluster, new() { Mode = VerticalMode.Off });
        var outlet = ActivatorUtilities.CreateInstance<VerticalOutlet>(vertical.Services);
        var note = Note("old");
        vertical.Book.Write(note);
        var stated = new RecommendedPodResources();
        var vpa = new VerticalPodAutoscaler { Metadata = new() { Name = "web", Namespace = "default", Uid = uid }, Status = new() { Recommendation = stated } };

        Assert.Same(isNoted ? note.Status.Recommendation : stated, outlet.PreviousOf(vpa));
    }

    private static VerticalNote Note(string uid) =>
        new(VerticalBook.KeyOf("default", "web"), default, "Off", new() { Recommendation = new() }, 0, IsObserved: false) { Uid = uid };

    private static async Task<VpaStatus> WithoutRestartAsync()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddPodAsync("web", "web-2");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hourly, new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
        await RunAsync(vertical, hours: 168);
        return vertical.Book.Find("default", "web")!.Status;
    }

    // Memory peaks once a day, in the morning; CPU goes up and down with the hours.
    private static async Task RunAsync(VerticalFixture vertical, int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            var now = vertical.Time.GetUtcNow();
            var memory = now.Hour == 9 ? 800 + (10 * (int)now.DayOfWeek) : 300 + now.Hour;
            foreach (var pod in new[] { "web-1", "web-2" })
            {
                vertical.Use(pod, $"{200 + (20 * now.Hour)}m", $"{memory}Mi");
            }

            await vertical.TickAsync("web");
        }
    }

    private static void AssertWithinABucket(VpaStatus before, VpaStatus after)
    {
        var (one, other) = (Assert.Single(before.Recommendation!.ContainerRecommendations), Assert.Single(after.Recommendation!.ContainerRecommendations));
        foreach (var resource in new[] { "cpu", "memory" })
        {
            var ratio = other.Target![resource].ToDouble() / one.Target![resource].ToDouble();
            Assert.InRange(ratio, 1 / (Bucket * 1.001), Bucket * 1.001);
        }
    }
}
