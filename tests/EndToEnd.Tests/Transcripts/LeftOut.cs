using System.Collections.Frozen;
using Autoscale.Testing.Transcripts;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>The recorded commands that are not replayed or not compared, each with its reason.</summary>
internal static class LeftOut
{
    private const string ServerSide = "server-side apply is refused";

    private static readonly FrozenDictionary<string, string> Uncompared = new Dictionary<string, string>
    {
        ["""( sleep 2; kubectl scale deploy demo-app -n demo --replicas=2 >/dev/null ) & timeout 5 kubectl get deploy demo-app -n demo -w -o jsonpath='{.metadata.generation} {.spec.replicas} {.status.replicas}{"\n"}'"""] =
            "the generation counts the server-side applies that were left out",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Skipped = new Dictionary<string, string>
    {
        ["kubectl apply --server-side -f big-pod.yaml"] = ServerSide,
        ["kubectl diff --server-side -f demo-app-v2.yaml"] = ServerSide,
        ["kubectl apply --server-side -f cm.yaml"] = ServerSide,
        ["kubectl get cm ssa -n demo -o yaml --show-managed-fields"] = ServerSide,
        ["kubectl apply --server-side --field-manager=other -f cm2.yaml"] = ServerSide,
        ["kubectl apply --server-side --field-manager=other --force-conflicts -f cm2.yaml"] = ServerSide,
        ["kubectl apply --server-side -f demo-app-v2.yaml"] = ServerSide,
        ["kubectl apply --server-side --force-conflicts -f demo-app-v2.yaml"] = ServerSide,
    }.ToFrozenDictionary();

    /// <summary>Why the command is not run; null when it is.</summary>
    public static string? WhySkipped(TranscriptStep step) => Skipped.GetValueOrDefault(step.Command);

    /// <summary>Why the command is run, but what it prints not compared; null when it is.</summary>
    public static string? WhyUncompared(TranscriptStep step) => Uncompared.GetValueOrDefault(step.Command);
}
