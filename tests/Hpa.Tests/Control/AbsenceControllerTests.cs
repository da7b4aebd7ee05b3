using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.Hpa.Tests.Control;

public sealed class AbsenceControllerTests
{
    private static readonly HorizontalOptions Patient = new() { SyncPeriod = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Run_QueueLostWithARule_FollowsItAndSaysSoUntilTheQueueIsBack()
    {
        await using var hpa = await StartedAsync();
        await AnnotateAsync(hpa, "replicas(7)");

        hpa.LoseQueue("broker: connection refused");
        await hpa.ReplicasAsync("web", 7);
        var lost = (await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "AbsentMetricsAnswered", Status: "True" }))).Status;
        hpa.Queue(10);

        await hpa.ReplicasAsync("web", 1);
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "AbsentMetricsAnswered", Reason: "MetricsPresent" }));
        Assert.Contains(lost.Conditions, c => c is { Type: "ScalingActive", Status: "False", Reason: "FailedGetExternalMetric" });
    }

    [Fact]
    public async Task Run_RuleChangedWhileTheQueueIsLost_FollowsTheNewOneAtOnce()
    {
        await using var hpa = await StartedAsync();
        await AnnotateAsync(hpa, "nonsense");
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "AbsentMetricsAnswered", Reason: "InvalidRule" }));
        hpa.LoseQueue("broker: connection refused");
        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Reason == "FailedGetExternalMetric"));

        await AnnotateAsync(hpa, "last-known(1h)");

        await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c is { Type: "AbsentMetricsAnswered", Reason: "NothingKnown" }));
        await Eventually.TrueAsync(
            async () => (await hpa.Cluster.EventsAsync()).Any(e => e is { Type: "Warning", Reason: "InvalidOnAbsentMetrics" }), "the event of the malformed rule");
        Assert.Equal(4, (await hpa.Cluster.ScaleOfAsync("web")).Spec.Replicas);
    }

    [Fact]
    public async Task Run_ReadingPastItsLifetime_IsAbsentInConditionAndEventWithTheReason()
    {
        await using var hpa = await StartedAsync();

        hpa.StaleQueue(90);

        const string Text = "unable to get external metric default/queue/nil: unable to fetch metrics from external metrics API: "
            + "broker last reported it at 1970-01-01T00:00:00Z, valid for 10 s";
        var lost = (await hpa.AutoscalerAsync("web", s => s.Conditions.Any(c => c.Reason == "FailedGetExternalMetric"))).Status;
        Assert.Contains(lost.Conditions, c => c.Message == $"the HPA was unable to compute the replica count: {Text}");
        await Eventually.TrueAsync(
            async () => (await hpa.Cluster.EventsAsync()).Any(e => e.Reason == "FailedGetExternalMetric" && e.Message == Text), "the event");
        Assert.Equal(4, (await hpa.Cluster.ScaleOfAsync("web")).Spec.Replicas);
    }

    private static Task AnnotateAsync(HpaFixture hpa, string rule) => hpa.Cluster.PatchAsync(
        KubeRoute.HorizontalPodAutoscalers.Of("default", "web"),
        """{"metadata":{"annotations":{"autoscale.dev/on-absent-metrics":"RULE"}}}""".Replace("RULE", rule, StringComparison.Ordinal));

    private static async Task<HpaFixture> StartedAsync()
    {
        var hpa = await HpaFixture.StartAsync(Patient);
        await hpa.Cluster.AddDeploymentAsync("web", 4);
        await hpa.Cluster.AddAutoscalerAsync("web");
        hpa.Queue(40);
        await hpa.RunAsync();
        await hpa.AutoscalerAsync("web", s => s.CurrentReplicas == 4);
        return hpa;
    }
}
