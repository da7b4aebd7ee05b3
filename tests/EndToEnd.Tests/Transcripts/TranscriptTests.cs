using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Testing.Transcripts;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>Replays with the real kubectl what was recorded against a real cluster, session after session in one cluster.</summary>
public sealed class TranscriptTests
{
    private const string Active = "{.status.conditions[1].reason}";
    private const string Desired = "{.status.desiredReplicas}";

    private static readonly string[] Sessions =
    [
        "01-namespace-quota.txt", "02-quota-pvc-pod.txt", "03-quota-forbidden.txt", "04-limitrange.txt", "05-hpa.txt",
        "08-apply-patch-scale-delete.txt",
    ];

    // What happened between the recorded commands.
    private static readonly Dictionary<string, string> Before = new()
    {
        ["kubectl rollout status deploy/demo-app -n demo --timeout=5s"] = "mark-all-pods-ready",

        // Replica sets that are older by a second are cleaned up first.
        ["""kubectl patch deploy demo-app -n demo -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox"}]}}}}'"""] = "sleep 1.1",
    };

    // What the autoscalers had found out by then: the name of one, a path and what is there.
    private static readonly Dictionary<string, (string Name, string Path, string Value)> Found = new()
    {
        ["kubectl get deploy,rs,pods -n demo"] = ("demo-app-hpa", "{.status.currentReplicas}", "2"),
        ["kubectl describe hpa demo-app -n demo"] = ("demo-app", Active, "AmbiguousSelector"),

        // By its next turn an autoscaler knows that those before it are gone.
        ["kubectl apply -f hpa-multi.yaml"] = ("other", Active, "FailedGetResourceMetric"),
        ["kubectl get hpa multi -n demo"] = ("multi", Active, "FailedGetResourceMetric"),
        ["kubectl describe hpa other -n demo"] = ("other", Active, "ScalingDisabled"),
    };

    private static string Folder => Path.Combine(Vectors.TestsFolder(), "Transcripts");

    [KubectlFact]
    [Trait("Category", "Long")]
    public async Task Replay_RecordedSessions_PrintTheSame()
    {
        await using var cluster = await RecordedCluster.StartAsync();
        using var terminal = new Terminal(cluster.Host, Path.Combine(Folder, "manifests"));
        var replay = new Replay(terminal, LeftOut.WhyUncompared, Additions.Without);
        await terminal.RunAsync("kubectl create ns validation");
        foreach (var (session, step) in Sessions.SelectMany(session => Steps(session).Select(step => (session, step))))
        {
            await terminal.RunAsync(Before.GetValueOrDefault(step.Command, ":"));
            if (session == "05-hpa.txt" && Found.TryGetValue(step.Command, out var found))
            {
                await cluster.TakeTurnsAsync(terminal, found.Name, found.Path, found.Value);
            }

            await replay.PlayAsync(step);
        }

        Assert.True(replay.IsSame, replay.Report);
    }

    [KubectlFact]
    public async Task Replay_RecordedSessionWithMetrics_PrintsTheSame()
    {
        await using var cluster = await RecordedCluster.StartAsync();
        await using var api = await StubMetricsApi.StartAsync(cluster);
        await using var node = new StubNode(cluster.Host.Api, cluster.Metrics, "100m");
        using var terminal = new Terminal(cluster.Host, Path.Combine(Folder, "manifests"));
        var replay = new Replay(terminal, LeftOut.WhyUncompared, Additions.Without);
        foreach (var step in Steps("09-hpa-with-metrics.txt"))
        {
            await BeforeWithMetricsAsync(cluster, node, terminal, step);
            await replay.PlayAsync(step);
        }

        Assert.True(replay.IsSame, replay.Report);
    }

    [KubectlFact]
    public async Task Replay_RecordedSessionWithScheduler_PrintsTheSame()
    {
        await using var cluster = await RecordedCluster.StartAsync(schedules: true);
        await FakeNodes.CreateAsync(cluster.Services.GetRequiredService<KubeClient>());
        using var terminal = new Terminal(cluster.Host, Path.Combine(Folder, "manifests"));
        var replay = new Replay(terminal, LeftOut.WhyUncompared, Additions.Without);
        foreach (var step in Steps("10-scheduler-resize-quota.txt"))
        {
            await replay.PlayAsync(step);
        }

        Assert.True(replay.IsSame, replay.Report);
    }

    // The turns that the recorded autoscaler took between the commands; what they found is recognised by what was printed next.
    private static async Task BeforeWithMetricsAsync(RecordedCluster cluster, StubNode node, Terminal terminal, TranscriptStep step)
    {
        const string Name = "demo-app-hpa";
        switch (step.Command)
        {
            case "kubectl get hpa -n demo" when step.Output.Contains(" 2  ", StringComparison.Ordinal):
                await cluster.TakeTurnsAsync(terminal, Name, Desired, "4");
                break;
            case "kubectl get hpa -n demo":
                await cluster.TakeTurnsAsync(terminal, Name, Desired, "5");
                break;
            case "kubectl get hpa,deploy,pods -n demo" when step.Output.Contains(" 5/5 ", StringComparison.Ordinal):
                node.Use("10m");
                await cluster.TakeTurnsAsync(terminal, Name, "{.status.currentMetrics[0].resource.current.averageUtilization}", "10");
                break;
            case "kubectl get hpa,deploy,pods -n demo":
                await cluster.TakeTurnsAsync(terminal, Name, Desired, "1");
                break;
        }
    }

    private static IEnumerable<TranscriptStep> Steps(string file) =>
        TranscriptStep.Read(Folder, file).Where(step => LeftOut.WhySkipped(step) is null);
}
