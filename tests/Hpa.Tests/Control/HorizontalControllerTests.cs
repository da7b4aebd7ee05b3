using System.Text;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics;
using Autoscale.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Hpa.Tests.Control;

public sealed class HorizontalControllerTests
{
    private static readonly HorizontalOptions Patient = new() { SyncPeriod = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Run_QueueMoves_ScalesAtOnceAndTellsWhy()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);

        hpa.Queue(70);

        await hpa.ReplicasAsync("web", 7);
        var status = (await hpa.AutoscalerAsync("web", s => s.DesiredReplicas == 7)).Status;
        Assert.Equal(
            ["AbleToScale SucceededRescale", "ScalingActive ValidMetricFound", "ScalingLimited DesiredWithinRange", "ScaledToZero NotScaledToZero"],
            status.Conditions.Select(c => $"{c.Type} {c.Reason}"));
        Assert.Equal(Quantity.Parse("17500m"), Assert.Single(status.CurrentMetrics ?? []).External?.Current.AverageValue);
        Assert.NotNull(status.LastScaleTime);
        var told = await Eventually.GetAsync(async () => await hpa.Cluster.EventsAsync() is [var first, ..] ? first : null, "an event");
        Assert.Equal(
            ("Normal", "SuccessfulRescale", "New size: 7; reason: external metric queue(nil) above target", "horizontal-pod-autoscaler"),
            (told.Type, told.Reason, told.Message, told.Source?.Component));
    }

    [Fact]
    public async Task Run_BrokerGoesAndComesBack_HoldsReplicasAndSaysWhy()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);

        hpa.LoseQueue("connection refused (broker:15672)");
        var lost = (await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Reason == "FailedGetExternalMetric"))).Status;
        var held = (await hpa.Cluster.ScaleOfAsync("web")).Spec.Replicas;
        hpa.Queue(10);

        await hpa.ReplicasAsync("web", 1);
        Assert.Equal(4, held);
        Assert.Contains(lost.Conditions, c => c.Message?.EndsWith("connection refused (broker:15672)", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Run_QueueMovesWithinTolerance_DecidesWithoutAskingTheApi()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);
        hpa.Cluster.Requests.Clear();

        hpa.Queue(41);

        await Eventually.TrueAsync(() => Task.FromResult(hpa.Book.Find("default", "web")?.Decision.Proposals[0].Reading == 10_250), "a decision");
        Assert.DoesNotContain(hpa.Cluster.Requests, r => r.Contains("deployments", StringComparison.Ordinal) || r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_QueueMovesWithinTolerance_CountsForTheWindow()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);
        await hpa.Cluster.PatchAsync(
            KubeRoute.HorizontalPodAutoscalers.Of("default", "web"), """{"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":600}}}}""");

        hpa.Queue(43);
        var first = await DecisionAsync(hpa, d => d.Proposals[0].Reading == 10_750);
        hpa.Queue(10);
        var second = await DecisionAsync(hpa, d => d.Proposed == 1);

        Assert.Equal((4, StabilizationRule.ScaleDownStabilized), (second.Desired, second.Stabilization));
        Assert.True(second.History.Recommendations.Length > first.History.Recommendations.Length);
    }

    [Fact]
    public async Task Run_QueueEmptiesAndFills_GoesToZeroAndBackByItself()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);
        await hpa.Cluster.PatchAsync(KubeRoute.HorizontalPodAutoscalers.Of("default", "web"), """{"spec":{"minReplicas":0}}""");

        hpa.Queue(0);
        await hpa.ReplicasAsync("web", 0);
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "ScaledToZero", Status: "True" }));
        hpa.Queue(30);

        await hpa.ReplicasAsync("web", 3);
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "ScaledToZero", Status: "False" }));
    }

    [Fact]
    public async Task Run_TargetMissing_TriesAgainAtTheNextSyncAlone()
    {
        await using var hpa = await HpaFixture.StartAsync(Patient);
        await hpa.Cluster.AddAutoscalerAsync("web");
        await hpa.RunAsync();
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Message?.Contains("\"web\" not found", StringComparison.Ordinal) == true));
        hpa.Cluster.Requests.Clear();

        hpa.Queue(41);
        await hpa.Cluster.PatchAsync(KubeRoute.HorizontalPodAutoscalers.Of("default", "web"), """{"spec":{"minReplicas":2}}""");

        await Eventually.TrueAsync(() => Task.FromResult(hpa.Cluster.Requests.Any(r => r.EndsWith("web/scale", StringComparison.Ordinal))), "another try");
        Assert.Single(hpa.Cluster.Requests, r => r.EndsWith("web/scale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Observing_DecidesAndWritesNothing()
    {
        await using var hpa = await StartedAsync(Patient with { Mode = HorizontalMode.Observe }, queue: 70);

        var note = await Eventually.GetAsync(() => Task.FromResult(hpa.Book.Find("default", "web")), "a decision");

        Assert.Equal((7, true, 7), (note.Decision.Desired, note.IsObserved, note.Status.DesiredReplicas));
        Assert.Equal(4, (await hpa.Cluster.ScaleOfAsync("web")).Spec.Replicas);
        Assert.Empty((await hpa.Cluster.AutoscalerAsync("web")).Status.Conditions);
        Assert.Empty(await hpa.Cluster.EventsAsync());
    }

    [Fact]
    public async Task Run_SpecificationEdited_ActsAtOnce()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);

        await hpa.Cluster.PatchAsync(KubeRoute.HorizontalPodAutoscalers.Of("default", "web"), """{"spec":{"minReplicas":6}}""");

        await hpa.ReplicasAsync("web", 6);
    }

    [Fact]
    public async Task Run_CpuOfThePodsMoves_ScalesByTheirRequests()
    {
        await using var hpa = await HpaFixture.StartAsync(Patient);
        var now = TimeProvider.System.GetUtcNow();
        await hpa.Cluster.AddDeploymentAsync("web", 2);
        await hpa.Cluster.AddPodAsync("web", "web-1", now.AddHours(-1));
        await hpa.Cluster.AddPodAsync("web", "web-2", now.AddHours(-1));
        await hpa.Cluster.AddAutoscalerAsync("web", """{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}""");
        await hpa.RunAsync();
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Reason == "FailedGetResourceMetric"));

        hpa.Metrics.ReplaceNode(new("node", null, [UsageOf("web-1", now), UsageOf("web-2", now)]));

        await hpa.ReplicasAsync("web", 4);
    }

    [Fact]
    public async Task Run_TwoOnTheSamePods_BothStopAndNameEachOther()
    {
        await using var hpa = await StartedAsync(new() { SyncPeriod = TimeSpan.FromMilliseconds(200) }, queue: 70);
        await hpa.Cluster.AddPodAsync("web", "web-1", TimeProvider.System.GetUtcNow());

        await hpa.Cluster.Client.CreateRawAsync(KubeRoute.HorizontalPodAutoscalers.In("default"), Copy("web", "rival"));

        var status = (await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Reason == "AmbiguousSelector"))).Status;
        Assert.Contains(status.Conditions, c => c.Message == "pods by selector app=web are controlled by multiple HPAs: [default/rival default/web]");
        await hpa.AutoscalerAsync("rival", s => s.Conditions.Any(c => c.Reason == "AmbiguousSelector"));
    }

    [Fact]
    public async Task Run_UnknownKind_SaysSoInTheStatus()
    {
        await using var hpa = await HpaFixture.StartAsync(Patient);
        await hpa.Cluster.AddAutoscalerAsync("web", kind: "Nope");

        await hpa.RunAsync();

        var status = (await hpa.AutoscalerAsync("web", s => s.Conditions.Count > 0)).Status;
        Assert.Equal(
            "the HPA controller was unable to get the target's current scale: no matches for apps/, Resource=Nope",
            Assert.Single(status.Conditions).Message);
    }

    [Fact]
    public async Task Run_AutoscalerDeleted_ForgetsItAndTouchesNothing()
    {
        await using var hpa = await StartedAsync(Patient, queue: 40);
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);

        await hpa.Cluster.Client.DeleteAsync(KubeRoute.HorizontalPodAutoscalers.Of("default", "web"));

        await Eventually.TrueAsync(() => Task.FromResult(hpa.Book.All.Count == 0), "the autoscaler to be forgotten");
        hpa.Queue(900);
        Assert.Equal(4, (await hpa.Cluster.ScaleOfAsync("web")).Spec.Replicas);
    }

    [Fact]
    public async Task Run_AnotherLeads_FollowsAndDecidesOnlyOnceItLeads()
    {
        await using var hpa = await HpaFixture.StartAsync(Patient);
        await hpa.Cluster.AddDeploymentAsync("web", 4);
        await hpa.Cluster.AddAutoscalerAsync("web");
        var route = new KubeRoute("coordination.k8s.io", "v1", "leases", "default");
        await hpa.Cluster.Client.CreateRawAsync(route, LeaseOf("another"));
        hpa.Queue(70);

        await hpa.RunAsync(LeaseOn(hpa.Cluster));
        var decidedWhileWaiting = hpa.Book.All.Count;
        await hpa.Cluster.PatchAsync(route.Of("default", "lease"), """{"spec":{"holderIdentity":""}}""");

        await hpa.ReplicasAsync("web", 7);
        Assert.Equal(0, decidedWhileWaiting);
    }

    [Fact]
    public async Task Run_SwitchedOff_ReturnsAtOnce()
    {
        await using var hpa = await HpaFixture.StartAsync(new() { Mode = HorizontalMode.Off });

        await hpa.RunAsync();

        Assert.Empty(hpa.Book.All);
    }

    private static async Task<HpaFixture> StartedAsync(HorizontalOptions options, long queue)
    {
        var hpa = await HpaFixture.StartAsync(options);
        await hpa.Cluster.AddDeploymentAsync("web", 4);
        await hpa.Cluster.AddAutoscalerAsync("web");
        hpa.Queue(queue);
        await hpa.RunAsync();
        return hpa;
    }

    private static Task<ReplicaDecision> DecisionAsync(HpaFixture hpa, Func<ReplicaDecision, bool> claim) => Eventually.GetAsync(
        () => Task.FromResult(hpa.Book.Find("default", "web")?.Decision is { } decision && claim(decision) ? decision : null), "a decision");

    private static byte[] LeaseOf(string holder) => Encoding.UTF8.GetBytes(
        """
        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"lease"},
        "spec":{"holderIdentity":"HOLDER","leaseDurationSeconds":15}}
        """.Replace("HOLDER", holder, StringComparison.Ordinal));

    private static LeaderLease LeaseOn(TestCluster cluster) => new(
        cluster.Client,
        new() { Namespace = "default", Name = "lease", Identity = "we", Random = new(7), RetryPeriod = TimeSpan.FromMilliseconds(50) },
        TimeProvider.System,
        NullLogger<LeaderLease>.Instance);

    private static PodUsage UsageOf(string pod, DateTimeOffset time) =>
        new("default", pod, time, TimeSpan.FromSeconds(15), [new("app", Quantity.Parse("100m"), Quantity.Parse("20Mi"))]);

    private static byte[] Copy(string target, string name) => Encoding.UTF8.GetBytes(
        """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"NAME"},"spec":{
        "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"TARGET"},"maxReplicas":20,
        "metrics":[{"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"10"}}}]}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("TARGET", target, StringComparison.Ordinal));
}
