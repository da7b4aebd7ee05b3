using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Control;

public sealed class PodUpdaterTests
{
    [Fact]
    public async Task Round_Recreate_EvictsWithinTheBudgetAndTellsSo()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 4);

        await updater.RoundAsync();

        Assert.Equal(["c", "d"], await updater.PodsAsync());
        Assert.Equal(2, updater.Count("/eviction"));
        var events = (await updater.EventsAsync(4)).Where(told => told.Message?.Contains('a') == true).OrderBy(told => told.Reason, StringComparer.Ordinal).ToList();
        Assert.Contains(events, told => told is
        {
            Type: "Normal", Reason: "EvictedByVPA", Message: "Pod was evicted by VPA Updater to apply resource recommendation.",
            InvolvedObject: { Kind: "Pod", Name: "a" }, Source.Component: "vpa-updater",
        });
        Assert.Contains(events, told => told is
        {
            Type: "Normal", Reason: "EvictedPod", Message: "VPA Updater evicted Pod a to apply resource recommendation.",
            InvolvedObject: { Kind: "VerticalPodAutoscaler", Name: "web" },
        });
    }

    [Theory]
    [InlineData("InPlace")]
    [InlineData("InPlaceOrRecreate")]
    public async Task Round_SingleReplicaInPlace_IsResizedAndMarked(string mode)
    {
        await using var updater = await UpdaterFixture.WithPodsAsync(mode, 1);

        await updater.RoundAsync();

        var pod = await updater.PodAsync("a");
        Assert.Equal("500m", pod.Spec.Containers[0].Resources?.Requests?["cpu"].ToString());
        Assert.Equal("500Mi", pod.Spec.Containers[0].Resources?.Requests?["memory"].ToString());
        Assert.Equal("true", pod.Metadata.Annotations?["vpaInPlaceUpdated"]);
        var told = Assert.Single(await updater.EventsAsync(1));
        Assert.Equal(("InPlaceResizedByVPA", "Pod was resized in place by VPA Updater."), (told.Reason, told.Message));
        Assert.Null(updater.Said());
    }

    [Fact]
    public async Task Round_TwoAutoscalersOnOnePod_TheFirstDecides()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlace", 1);
        await updater.AddVpaAsync("InPlace", "another", "700m");

        await updater.RoundAsync();
        await updater.RoundAsync();

        Assert.Equal("700m", (await updater.PodAsync("a")).Spec.Containers[0].Resources?.Requests?["cpu"].ToString());
        Assert.Equal(1, updater.Count("/resize"));
    }

    [Fact]
    public async Task Round_NewPodsAreAnotherAutoscalersBusiness_NoneIsEvicted()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 2);
        await updater.AddVpaAsync("Initial", "another", "700m");

        await updater.RoundAsync();

        Assert.Equal(0, updater.Count("/eviction"));
    }

    [Fact]
    public async Task TryWait_NoLimit_IsItsTurnUntilTheDeadline()
    {
        var time = new VirtualTimeProvider(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var rate = new UpdateRate(new(), time);
        var deadline = time.GetUtcNow().AddMinutes(1);
        var before = await rate.TryWaitAsync(deadline, CancellationToken.None);

        time.Advance(TimeSpan.FromMinutes(2));

        Assert.True(before);
        Assert.False(await rate.TryWaitAsync(deadline, CancellationToken.None));
    }

    [Fact]
    public async Task Round_PodWithoutController_IsLeftAndSaidSo()
    {
        await using var updater = await UpdaterFixture.StartAsync(1);
        await updater.AddVpaAsync("Recreate");
        await updater.AddPodAsync("a", isManaged: false);

        await updater.RoundAsync();

        Assert.Equal(["a"], await updater.PodsAsync());
        Assert.StartsWith("NoController: 1 pods", updater.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_Observing_WritesNothing()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlaceOrRecreate", 4, new() { Mode = VerticalMode.Observe });
        await updater.RoundAsync();
        updater.Cluster.Requests.Clear();

        await updater.RoundAsync(renewsLease: false);

        Assert.All(updater.Cluster.Requests, request => Assert.StartsWith("GET", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Round_RateLimit_LeavesTheRestToTheNextRound()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 4, new() { Updater = new() { EvictionRate = 0.001 } });

        await updater.RoundAsync();

        Assert.Equal(1, updater.Count("/eviction"));
    }

    [Fact]
    public async Task Round_QuotaHasNoRoom_LeavesThePodAndSaysWhich()
    {
        await using var updater = await UpdaterFixture.StartAsync(1, quotas: new FullQuota());
        await updater.AddVpaAsync("InPlace");
        await updater.AddPodAsync("a");

        await updater.RoundAsync();

        Assert.Equal(0, updater.Count("/resize"));
        Assert.Equal("QuotaExceeded: 1 pods are not changed, since that does not fit: quota small: requests.cpu 400m of 100m left", updater.Said());
    }

    [Fact]
    public async Task Round_HorizontalAutoscalerInABurst_LeavesThePodsAndSaysSo()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 4);
        await AddHorizontalAsync(updater, "web");
        await updater.Cluster.PatchAsync(KubeRoute.HorizontalPodAutoscalers.Of("default", "web").Sub("status"), """{"status":{"currentReplicas":4,"desiredReplicas":8}}""");

        await updater.RoundAsync();

        Assert.Equal(4, (await updater.PodsAsync()).Count);
        Assert.StartsWith("Scaling: ", updater.Said(CooperationVerdict.ConditionType), StringComparison.Ordinal);
        Assert.StartsWith("Scaling: ", updater.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_TemplatesOfSeveralTargets_AreReadSideBySide()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 1);
        await updater.Cluster.AddDeploymentAsync("api");
        await updater.Cluster.AddVpaAsync("api", mode: "Recreate");
        await AddHorizontalAsync(updater, "web");
        await AddHorizontalAsync(updater, "api");
        using var both = new Barrier(2);
        var together = 0;
        updater.Cluster.IsDown = request =>
        {
            together += request.StartsWith("GET /apis/apps/v1/namespaces/default/deployments/", StringComparison.Ordinal) && both.SignalAndWait(TimeSpan.FromSeconds(30)) ? 1 : 0;
            return false;
        };

        await updater.RoundAsync();

        Assert.NotEqual(0, together);
    }

    [Fact]
    public async Task Lead_ContainerKilledForItsMemory_DoesNotWaitForTheInterval()
    {
        await using var updater = await UpdaterFixture.StartAsync(1);
        await updater.AddVpaAsync("Off");
        await updater.AddPodAsync("a");
        await updater.LeadAsync();
        await updater.Cluster.PatchAsync(VerticalPodAutoscaler.Route.Of("default", "web"), """{"spec":{"updatePolicy":{"updateMode":"InPlace"}}}""");

        await updater.Cluster.PatchAsync(KubeRoute.Pods.Of("default", "a").Sub("status"),
            """{"status":{"containerStatuses":[{"name":"app","image":"app","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}}""");

        await updater.AdvanceUntilAsync(() => updater.Count("/resize") == 1, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_AnotherLeads_ChangesNothingUntilThatOneIsGone()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 2);
        await updater.RunAsCandidateAsync();
        updater.Time.Advance(TimeSpan.FromSeconds(10));
        var before = updater.Count("/eviction");

        updater.Time.Advance(TimeSpan.FromSeconds(6));
        await updater.AdvanceUntilAsync(() => updater.Count("/eviction") > 0, TimeSpan.FromSeconds(20));

        Assert.Equal((0, 1), (before, updater.Count("/eviction")));
    }

    private static Task AddHorizontalAsync(UpdaterFixture updater, string name) => updater.Cluster.CreateAsync(
        KubeRoute.HorizontalPodAutoscalers.In("default"),
        """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"NAME"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"NAME"},
        "minReplicas":1,"maxReplicas":9,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"100m"}}}]}}
        """.Replace("NAME", name, StringComparison.Ordinal));

    private sealed class FullQuota : IQuotaHeadroom
    {
        public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) =>
            $"quota small: requests.cpu {requests["cpu"]} of 100m left";
    }
}
