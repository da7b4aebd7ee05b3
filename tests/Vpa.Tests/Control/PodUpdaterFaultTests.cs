using Autoscale.Kubernetes.Client;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Control;

/// <summary>What the updater does while the API, a node or the webhook does not do what it should.</summary>
public sealed class PodUpdaterFaultTests
{
    private static readonly string[] Two = ["a", "b"];

    [Fact]
    public async Task CarryOut_AnotherPodOfThatNameByNow_IsLeftAsItIs()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlace", 1);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlaceOrRecreate", 2);
        updater.Cluster.Refuses = request => request.EndsWith("/resize", StringComparison.Ordinal) ? 422 : 0;

        await updater.RoundAsync();

        Assert.Equal(["b"], await updater.PodsAsync());
    }

    [Fact]
    public async Task Round_SingleReplicaWhoseResizeIsRefused_IsKeptAndAskedForEverMoreRarely()
    {
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlaceOrRecreate", 1);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 2);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("InPlaceOrRecreate", 1);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 2);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 2);
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
        await using var updater = await UpdaterFixture.WithPodsAsync("Recreate", 8);
        updater.Cluster.IsDown = request => request.EndsWith("/eviction", StringComparison.Ordinal);
        await updater.RoundAsync();
        var silent = updater.Count("/eviction");

        updater.Cluster.IsDown = _ => false;
        updater.Time.Advance(TimeSpan.FromMinutes(2));
        await updater.RoundAsync();

        Assert.Equal(3, silent);
        Assert.Equal(4, (await updater.PodsAsync()).Count);
    }
}
