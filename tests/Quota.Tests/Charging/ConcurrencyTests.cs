using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Charging;

public sealed class ConcurrencyTests
{
    private const int Clients = 64;

    // Long, since a machine that stands still for half of that has charges made twice, and lets objects come too late to be counted.
    private readonly QuotaOptions _options = new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task Validate_ManyClientsOfThreeReplicas_AdmitsExactlyWhatFits()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replicas = new[] { await scene.ReplicaAsync(_options), await scene.ReplicaAsync(_options, leads: false), await scene.ReplicaAsync(_options, leads: false) };
        await scene.QuotaAsync("a", """{"pods":"700"}""");
        await scene.QuotaAsync("b", """{"requests.cpu":"60"}""");
        await scene.QuotaAsync("c", """{"count/pods":"650"}""");

        var rush = new Rush(scene, fits: 600);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => rush.RunAsync(replicas[client % 3], [.. Enumerable.Range(0, 30).Select(number => $"p{client}-{number}")])));

        Assert.Equal(600, scene.Count("Pod"));
        Assert.Equal(600, rush.Admitted);
        Assert.All(rush.Codes, code => Assert.True(code is 403 or 504, $"{code}"));
        await scene.UsedAsync("a", "pods", "600");
        await scene.UsedAsync("b", "requests.cpu", "60");
        await scene.UsedAsync("c", "count/pods", "600");
    }

    [Fact]
    public async Task Validate_PodsThatComeAndGo_NeverExceedTheLimit()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replicas = new[] { await scene.ReplicaAsync(_options), await scene.ReplicaAsync(_options, leads: false), await scene.ReplicaAsync(_options, leads: false) };
        await scene.QuotaAsync("a", """{"pods":"20"}""");
        await scene.QuotaAsync("b", """{"requests.cpu":"2"}""");
        using var peak = Peak.Of(scene);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => ChurnAsync(scene, replicas[client % 3], client)));

        Assert.InRange(peak.Most, 2, 20);
        Assert.Equal(0, scene.Count("Pod"));
        await scene.UsedAsync("a", "pods", "0");
        await scene.UsedAsync("b", "requests.cpu", "0");
    }

    [Fact]
    public async Task Validate_NeighbourQuotaIsBusy_LetsNothingThrough()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync(_options);
        await scene.QuotaAsync("busy", """{"count/configmaps":"100000"}""");
        await scene.QuotaAsync("none", """{"count/secrets":"0"}""");
        var neighbour = new BusyWriter(scene, "busy");
        var writing = Task.Run(neighbour.RunAsync);

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => AskAsync(replica, client, neighbour)));

        neighbour.Stop();
        await writing;
        Assert.Equal(0, answers.Sum(answer => answer.Secrets));
        Assert.Equal(answers.Sum(answer => answer.Asked), answers.Sum(answer => answer.Maps));
        Assert.InRange(answers.Sum(answer => answer.Asked), 2000, int.MaxValue);
    }

    private static async Task ChurnAsync(QuotaScene scene, QuotaReplica replica, int client)
    {
        for (var round = 0; round < 12; round++)
        {
            var name = $"p{client}-{round}";
            var pod = QuotaScene.Pod(name);
            if ((await replica.AskAsync("pods", pod)).IsAllowed)
            {
                await scene.CreateAsync("Pod", pod);
                await Task.Yield();
                await scene.DeleteAsync("Pod", name);
            }
        }
    }

    private static async Task<(int Asked, int Maps, int Secrets)> AskAsync(QuotaReplica replica, int client, BusyWriter neighbour)
    {
        var (asked, maps, secrets) = (0, 0, 0);
        while (asked < 40 || neighbour.Writes < 200)
        {
            var value = QuotaScene.Pod($"o{client}-{asked++}");
            var answers = await Task.WhenAll(replica.AskAsync("configmaps", value).AsTask(), replica.AskAsync("secrets", value).AsTask());
            maps += answers[0].IsAllowed ? 1 : 0;
            secrets += answers[1].IsAllowed ? 1 : 0;
        }

        return (asked, maps, secrets);
    }

    /// <summary>
    /// Many clients that create pods at the same time. That there is no room may be said too early, never too late: a charge that is
    /// too old to be relied upon is made anew, and the old one counted away later. So the refused come back until all room is taken.
    /// </summary>
    private sealed class Rush(QuotaScene scene, int fits)
    {
        private int _admitted;

        public int Admitted => _admitted;

        public ConcurrentQueue<int> Codes { get; } = new();

        public async Task RunAsync(QuotaReplica replica, IReadOnlyList<string> names)
        {
            foreach (var name in names)
            {
                await Eventually.TrueAsync(async () => await TryAsync(replica, QuotaScene.Pod(name)) || Admitted >= fits, $"room for {name}");
            }
        }

        private async Task<bool> TryAsync(QuotaReplica replica, JsonObject pod)
        {
            var verdict = await replica.AskAsync("pods", pod);
            if (!verdict.IsAllowed)
            {
                Codes.Enqueue(verdict.Denial!.Code);
                return false;
            }

            Interlocked.Increment(ref _admitted);
            await scene.CreateAsync("Pod", pod);
            return true;
        }
    }

    /// <summary>Writes the metadata of a quota over and over.</summary>
    private sealed class BusyWriter(QuotaScene scene, string quota)
    {
        private volatile bool _isStopped;
        private volatile int _writes;

        public int Writes => _writes;

        public void Stop() => _isStopped = true;

        public async Task RunAsync()
        {
            while (!_isStopped)
            {
                await scene.UpdateAsync("ResourceQuota", quota, value => value["metadata"]!["annotations"] = new JsonObject { ["touched"] = $"{_writes}" });
                _writes++;
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>The most pods that there ever were.</summary>
    private sealed class Peak : IDisposable
    {
        private readonly HashSet<string> _there = [];
        private IDisposable? _subscription;

        public int Most { get; private set; }

        public static Peak Of(QuotaScene scene)
        {
            var peak = new Peak();
            peak._subscription = scene.Host.Api.Verbs.Subscribe(scene.Kind("Pod"), peak.Take);
            return peak;
        }

        public void Dispose() => _subscription?.Dispose();

        private void Take(StoreEvent change)
        {
            lock (_there)
            {
                var name = (string?)change.Object["metadata"]?["name"] ?? "";
                _ = change.Type == "DELETED" ? _there.Remove(name) : _there.Add(name);
                Most = Math.Max(Most, _there.Count);
            }
        }
    }
}
