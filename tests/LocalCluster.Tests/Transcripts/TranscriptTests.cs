using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Transcripts;

/// <summary>Replays with the real kubectl what was recorded against a real cluster, session after session in one cluster.</summary>
[Trait("Category", "Kubectl")]
public sealed class TranscriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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
        await terminal.RunAsync("kubectl create ns validation");
        var differences = new List<string>();
        foreach (var step in Sessions.SelectMany(file => TranscriptStep.Read(Folder, file)).Where(step => LeftOut.WhySkipped(step) is null))
        {
            var difference = await DifferenceAsync(terminal, step);
            differences.AddRange(difference is null || LeftOut.WhyUncompared(step) is not null ? [] : [difference]);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join("\n\n", differences)}");
    }

    // What only reads is asked again until the controllers have caught up.
    private static async Task<string?> DifferenceAsync(Terminal terminal, TranscriptStep step)
    {
        if (Before.TryGetValue(step.Command, out var before))
        {
            await terminal.RunAsync(before);
        }

        var isRepeated = LeftOut.WhyUncompared(step) is null
            && (step.Command.StartsWith("kubectl get", StringComparison.Ordinal) || step.Command.StartsWith("kubectl describe", StringComparison.Ordinal));
        var expected = Text(step.Command, step.Output, step.ExitCode);
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (true)
        {
            var (output, code) = await terminal.RunAsync(step.Command);
            var got = Text(step.Command, output, code);
            if (got == expected)
            {
                return null;
            }

            if (!isRepeated || time.GetElapsedTime(start) > Patience)
            {
                return $"$ {step.Command}\nexpected:\n{expected}\ngot:\n{got}";
            }
        }
    }

    private static string Text(string command, string output, int code) => $"{Normalization.Apply(command, output)}\n[exit code: {code}]";
}
