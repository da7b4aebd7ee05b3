using Autoscale.Testing;
using Autoscale.Testing.Recordings;
using Xunit.Abstractions;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>Replays through the webhook, the quota controller and the local cluster what a running Kubernetes 1.36.2 answered under quotas, and what its controllers counted.</summary>
[Trait("Category", "Vectors")]
[Trait("Category", "Long")]
public sealed class QuotaVectorTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // They wait for the controllers most of the time.
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    [Fact]
    public async Task Replay_EveryScenario_AnswersAndCountsAsRecorded()
    {
        await using var cluster = await StartAsync(Never);
        var scenarios = Scenarios(cluster, _ => true);
        var (later, now) = (scenarios.Where(scenario => scenario.Scenario.WaitsForResyncs), scenarios.Where(scenario => !scenario.Scenario.WaitsForResyncs).ToList());
        await RunAsync(cluster, now);
        await EndAsync(now.Where(scenario => scenario.Scenario.EndsByEvents));
        await cluster.RestartAsync(Never);
        await EndAsync(now.Where(scenario => !scenario.Scenario.EndsByEvents));

        // Recorded with a resync every 15 s, some scenarios show what one did that happened to come.
        foreach (var (_, scenario) in now.Where(scenario => scenario.Scenario.Differences.Count > 0))
        {
            output.WriteLine($"to be replayed with resyncs: {scenario.Label}:\n{string.Join('\n', scenario.Differences)}");
        }

        var timed = now.Where(scenario => scenario.Scenario.Differences.Count > 0).Concat(later).Select(scenario => scenario.Scenario.Label).ToHashSet();
        var differences = await ReplayWithResyncsAsync(timed);

        Assert.NotEmpty(now);
        Assert.True(differences.Count == 0, $"{differences.Count} of {scenarios.Count} scenarios differ:\n{string.Join('\n', differences)}");
    }

    private static async Task<GovernedCluster> StartAsync(TimeSpan resync)
    {
        var cluster = await GovernedCluster.StartAsync(resync);
        foreach (var (path, body) in QuotaObjects.All)
        {
            await cluster.Api.CreateAsync(path, body);
        }

        await Eventually.TrueAsync(async () => (await cluster.Api.GetAsync(QuotaObjects.CronTabs)).IsAllowed, "custom resources");
        return cluster;
    }

    private static List<(string File, QuotaScenario Scenario)> Scenarios(GovernedCluster cluster, Func<QuotaScenario, bool> isWanted) =>
    [
        .. Vectors.Read("quota").Select((line, index) => (line.File, Scenario: new QuotaScenario(cluster, $"s-{index}", line.Case)))
            .Where(line => isWanted(line.Scenario)),
    ];

    private static async Task RunAsync(GovernedCluster cluster, List<(string File, QuotaScenario Scenario)> scenarios)
    {
        await Parallel.ForEachAsync(scenarios, Parallelism, async (scenario, _) => await scenario.Scenario.PrepareAsync());

        // The webhook hears of quotas a moment after everybody else can see them; the recordings waited, too.
        await cluster.SeeLimitRangesAsync();
        await Parallel.ForEachAsync(scenarios, Parallelism, async (scenario, _) => await scenario.Scenario.RunAsync());
    }

    private static Task EndAsync(IEnumerable<(string File, QuotaScenario Scenario)> scenarios) =>
        Parallel.ForEachAsync(scenarios, Parallelism, async (scenario, _) => await scenario.Scenario.EndAsync(Patience));

    private static async Task<List<string>> ReplayWithResyncsAsync(HashSet<string> labels)
    {
        await using var cluster = await StartAsync(Often);
        var scenarios = Scenarios(cluster, scenario => labels.Contains(scenario.Label));
        await RunAsync(cluster, scenarios);
        await EndAsync(scenarios);
        return [.. scenarios.Where(scenario => scenario.Scenario.Differences.Count > 0)
            .Select(scenario => $"{scenario.File} {scenario.Scenario.Label}:\n{string.Join('\n', scenario.Scenario.Differences)}")];
    }
}
