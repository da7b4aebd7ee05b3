using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Transcripts;

/// <summary>Replays with the real kubectl what was recorded against a real cluster, session after session in one cluster.</summary>
[Trait("Category", "Kubectl")]
public sealed class TranscriptTests
{
    private const string UntilFive = """until [ "$(kubectl get hpa demo-app-hpa -n demo -o jsonpath='{.status.currentReplicas}')" = 5 ]; do sleep 0.2; done""";

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

    private static string Folder => Path.Combine(Vectors.TestsFolder(), "Transcripts");

    [KubectlFact]
    public async Task Replay_RecordedSessions_PrintTheSame()
    {
        await using var cluster = await RecordedCluster.StartAsync();
        using var terminal = new Terminal(cluster.Host, Path.Combine(Folder, "manifests"));
        var replay = new Replay(terminal);
        await terminal.RunAsync("kubectl create ns validation");
        foreach (var step in Sessions.SelectMany(Steps))
        {
            await terminal.RunAsync(Before.GetValueOrDefault(step.Command, ":"));
            await replay.PlayAsync(step);
        }

        Assert.True(replay.IsSame, replay.Report);
    }

    [KubectlFact]
    public async Task Replay_RecordedSessionWithMetrics_PrintsTheSame()
    {
        await using var cluster = await RecordedCluster.StartAsync();
        await using var node = new StubNode(cluster.Host.Api, cluster.Metrics, "100m");
        using var terminal = new Terminal(cluster.Host, Path.Combine(Folder, "manifests"));
        var replay = new Replay(terminal);
        foreach (var step in Steps("09-hpa-with-metrics.txt"))
        {
            if (step.Output.Contains("deployment.apps/demo-app   5/5", StringComparison.Ordinal))
            {
                await terminal.RunAsync($"timeout 60 bash -c '{UntilFive.Replace("'", "'\\''", StringComparison.Ordinal)}'");
                node.Use("10m");
            }

            await replay.PlayAsync(step);
        }

        Assert.True(replay.IsSame, replay.Report);
    }

    private static IEnumerable<TranscriptStep> Steps(string file) =>
        TranscriptStep.Read(Folder, file).Where(step => LeftOut.WhySkipped(step) is null);
}
