using Autoscale.Testing;
using Autoscale.Testing.Soak;
using Xunit.Abstractions;

namespace Autoscale.Tests.Sources;

/// <summary>The short one of the soaks; the long one is "metrics-soak" of the benchmarks.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class MetricsSoakTests(DefinedCluster cluster, ITestOutputHelper output) : IClassFixture<DefinedCluster>
{
    private const int Nodes = 60;
    private const int AnswersOfRound = 1_500;
    private const int DeclaredInRound = 5;
    private const int ReportsOfRound = 10;
    private const int Rounds = 3;

    // What each round reads of pods alone is several times as much.
    private const long Bearable = 12 << 20;

    [Fact]
    [Trait("Category", "Long")]
    public async Task Pipeline_AllThatComesAndGoesAndFails_LeavesNothingBehind()
    {
        await using var world = await SoakWorld.StartAsync(new()
        {
            Cluster = cluster.Client,
            Nodes = Nodes,
            ScrapePeriod = TimeSpan.FromMilliseconds(250),
            Lifetime = TimeSpan.FromSeconds(1),
        });
        await BusyAsync(world);
        await RestAsync(world);
        var (feeds, live) = (FeedsOf(world), Live());

        for (var round = 0; round < Rounds; round++)
        {
            await BusyAsync(world);
            await RestAsync(world);
            output.WriteLine($"{live / 1024.0:N0} KiB live at first, {Live() / 1024.0:N0} after round {round + 1}");
        }

        await Eventually.TrueAsync(() => Task.FromResult(FeedsOf(world) == feeds), $"{feeds} feeds, as after the first round");
        await Eventually.TrueAsync(() => Task.FromResult(Live() - live < Bearable), $"no more than {live} bytes of live objects and a little");
    }

    private static async Task BusyAsync(SoakWorld world)
    {
        var (answers, declared, reports) = (world.Server.Answers, world.Declared, world.Reports);
        world.IsBusy = true;
        await UntilAsync(world, () => world.Server.Answers - answers > AnswersOfRound, "answers of servers");
        await UntilAsync(world, () => world.Declared - declared > DeclaredInRound, "declared sources");
        await UntilAsync(world, () => world.Reports - reports > ReportsOfRound, "reports");
        await UntilAsync(world, () => world.Table.Pods.Any() && world.Table.Nodes.Any(), "usage");
    }

    /// <summary>What came is gone: nodes, pods, declared sources, their connections, and series that only autoscalers asked for.</summary>
    private static async Task RestAsync(SoakWorld world)
    {
        world.IsBusy = false;
        await UntilAsync(world, () => !world.Table.Pods.Any() && !world.Table.Nodes.Any(), "a table without usage");
        await UntilAsync(world, () => world.Tools.Pushed.All.Length == 1, "one source of reports");
        await UntilAsync(world, () => world.Server.Connections(SoakDeclarations.Path) == 0, "no connection of sources that are gone");
        var answers = world.Server.Answers;
        await UntilAsync(world, () => world.Server.Answers - answers > 20, "all that is new");
    }

    private static Task UntilAsync(SoakWorld world, Func<bool> claim, string description) => Eventually.TrueAsync(
        async () =>
        {
            await (world.Running.IsCompleted ? world.Running : Task.CompletedTask);
            return claim();
        },
        description,
        TimeSpan.FromMinutes(5));

    private static int FeedsOf(SoakWorld world) => world.Table.Feeds.Count + world.Table.CustomFeeds.Count;

    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
