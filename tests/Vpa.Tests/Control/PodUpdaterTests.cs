using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Control;

public sealed class PodUpdaterTests
{
    private static readonly string[] Two = ["a", "b"];

    [Fact]
    public async Task Round_Recreate_EvictsWithinTheBudgetAndTellsSo()
    {
        await using var updater = await WithPodsAsync("Recreate", 4);

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
        await using var updater = await WithPodsAsync(mode, 1);

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
    public async Task CarryOut_AnotherPodOfThatNameByNow_IsLeftAsItIs()
    {
        await using var updater = await WithPodsAsync("InPlace", 1);
        var vpa = await updater.Cluster.VpaAsync("web");
        var candidate = PodCandidate.Of(vpa, await updater.PodAsync("a"), CooperationVerdict.Free, LimitRangeBounds.Of([]), updater.Time.GetUtcNow());
        await updater.Cluster.Client.DeleteAsync(KubeRoute.Pods.Of("default", "a"));
        await updater.AddPodAsync("a");

        var (outcome, _) = await updater.Writer.CarryOutAsync(vpa, new(candidate, UpdateAction.Resize, UpdateReason.OutsideRange), updater.Time.GetUtcNow(), default);

        Assert.Equal(StepOutcome.Untried, outcome);
        Assert.Equal("100m", (await updater.PodAsync("a")).Spec.Containers[0].Resources?.Requests?["cpu"].ToString());
    }

    [Fact]
    public async Task Round_TargetCannotBeRead_KeepsWhatWasSaidOfIt()
    {
        await using var updater = await UpdaterFixture.StartAsync(1);
        await updater.Cluster.CreateAsync(VerticalPodAutoscaler.Route.In("default"),
            """{"metadata":{"name":"job"},"spec":{"targetRef":{"apiVersion":"example.com/v1","kind":"Job","name":"job"},"updatePolicy":{"updateMode":"Recreate"}}}""");
        updater.Book.Set(VerticalBook.KeyOf("default", "job"), new() { Type = UpdateConditions.Held, Status = "True", Reason = "EvictionsRefused", Message = "no" });
        updater.Cluster.IsDown = request => request.StartsWith("GET /apis", StringComparison.Ordinal) && request.Contains("example.com", StringComparison.Ordinal);

        await updater.RoundAsync();
        var unread = updater.Said(vpa: "job");
        updater.Cluster.IsDown = _ => false;
        await updater.RoundAsync();

        Assert.Equal(("EvictionsRefused: no", null), (unread, updater.Said(vpa: "job")));
    }

    [Fact]
    public async Task Round_ResizeRefused_EvictsInstead()
    {
        await using var updater = await WithPodsAsync("InPlaceOrRecreate", 2);
        updater.Cluster.Refuses = request => request.EndsWith("/resize", StringComparison.Ordinal) ? 422 : 0;

        await updater.RoundAsync();

        Assert.Equal(["b"], await updater.PodsAsync());
    }

    [Fact]
    public async Task Round_SingleReplicaWhoseResizeIsRefused_IsKeptAndAskedForEverMoreRarely()
    {
        await using var updater = await WithPodsAsync("InPlaceOrRecreate", 1);
        updater.Cluster.Refuses = request => request.EndsWith("/resize", StringComparison.Ordinal) ? 422 : 0;

        for (var minute = 0; minute < 60; minute++)
        {
            await updater.RoundAsync();
        }

        Assert.Equal(["a"], await updater.PodsAsync());
        Assert.InRange(updater.Count("/resize"), 2, 8);
        Assert.Equal("ResizesRefused: the API refused to resize 1 pods (422: no, 422), and is asked again ever more rarely", updater.Said());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Round_WebhookGone_EvictsNothingAndSaysSo(bool hadOne)
    {
        await using var updater = await WithPodsAsync("Recreate", 2);
        if (!hadOne)
        {
            await updater.Cluster.Client.DeleteAsync(AdmissionLease.RouteOf("kube-system"));
        }

        updater.Time.Advance(TimeSpan.FromMinutes(1));
        await updater.RoundAsync(renewsLease: false);
        var said = updater.Said();
        var before = await updater.PodsAsync();
        await updater.RoundAsync();

        Assert.Equal(["a", "b"], before);
        Assert.StartsWith("WebhookUnavailable: 2 pods are not evicted: ", said, StringComparison.Ordinal);
        Assert.Equal(["b"], await updater.PodsAsync());
    }

    [Fact]
    public async Task Round_WebhookGone_StillResizes()
    {
        await using var updater = await WithPodsAsync("InPlaceOrRecreate", 1);
        updater.Time.Advance(TimeSpan.FromMinutes(1));

        await updater.RoundAsync(renewsLease: false);

        Assert.Equal(1, updater.Count("/resize"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Round_EvictionsRefusedForHours_TriesEverMoreRarelyAndSaysSo(int code)
    {
        await using var updater = await WithPodsAsync("Recreate", 2);
        updater.Cluster.Refuses = request => request.EndsWith("/eviction", StringComparison.Ordinal) ? code : 0;

        for (var minute = 0; minute < 70; minute++)
        {
            await updater.RoundAsync();
        }

        Assert.InRange(updater.Count("/eviction"), 8, 18);
        Assert.StartsWith("EvictionsRefused: ", updater.Said(), StringComparison.Ordinal);
        Assert.Contains($"{code}: no, {code}", updater.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_PodsComeBackUnchanged_StopsAfterThree()
    {
        await using var updater = await WithPodsAsync("Recreate", 2);
        for (var minute = 0; minute < 25; minute++)
        {
            await updater.RoundAsync();
            foreach (var gone in Two.Except(await updater.PodsAsync()))
            {
                updater.Time.Advance(TimeSpan.FromSeconds(2));
                await updater.AddPodAsync(gone);
            }
        }

        Assert.Equal(3, updater.Count("/eviction"));
        Assert.StartsWith("EvictionsWithoutEffect: 2 pods are not evicted: 3 times in a row", updater.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_ApiSilent_EndsTheRoundAndGoesOnLater()
    {
        await using var updater = await WithPodsAsync("Recreate", 8);
        updater.Cluster.IsDown = request => request.EndsWith("/eviction", StringComparison.Ordinal);
        await updater.RoundAsync();
        var silent = updater.Count("/eviction");

        updater.Cluster.IsDown = _ => false;
        updater.Time.Advance(TimeSpan.FromMinutes(2));
        await updater.RoundAsync();

        Assert.Equal(3, silent);
        Assert.Equal(4, (await updater.PodsAsync()).Count);
    }

    [Fact]
    public async Task Round_TwoAutoscalersOnOnePod_TheFirstDecides()
    {
        await using var updater = await WithPodsAsync("InPlace", 1);
        await updater.AddVpaAsync("InPlace", "another", "700m");

        await updater.RoundAsync();
        await updater.RoundAsync();

        Assert.Equal("700m", (await updater.PodAsync("a")).Spec.Containers[0].Resources?.Requests?["cpu"].ToString());
        Assert.Equal(1, updater.Count("/resize"));
    }

    [Fact]
    public async Task Round_NewPodsAreAnotherAutoscalersBusiness_NoneIsEvicted()
    {
        await using var updater = await WithPodsAsync("Recreate", 2);
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
        await using var updater = await WithPodsAsync("InPlaceOrRecreate", 4, new() { Mode = VerticalMode.Observe });
        await updater.RoundAsync();
        updater.Cluster.Requests.Clear();

        await updater.RoundAsync(renewsLease: false);

        Assert.All(updater.Cluster.Requests, request => Assert.StartsWith("GET", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Round_RateLimit_LeavesTheRestToTheNextRound()
    {
        await using var updater = await WithPodsAsync("Recreate", 4, new() { Updater = new() { EvictionRate = 0.001 } });

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
        await using var updater = await WithPodsAsync("Recreate", 4);
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
        await using var updater = await WithPodsAsync("Recreate", 1);
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
        await using var updater = await WithPodsAsync("Recreate", 2);
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

    private static async Task<UpdaterFixture> WithPodsAsync(string mode, int count, VerticalOptions? options = null)
    {
        var updater = await UpdaterFixture.StartAsync(count, options);
        await updater.AddVpaAsync(mode);
        foreach (var name in "abcdefgh"[..count])
        {
            await updater.AddPodAsync($"{name}");
        }

        return updater;
    }

    private sealed class FullQuota : IQuotaHeadroom
    {
        public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) =>
            $"quota small: requests.cpu {requests["cpu"]} of 100m left";
    }
}
