using System.Text.Json;
using Autoscale.Testing;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation.Replay;

[Trait("Category", "Vectors")]
public sealed class RecommendationVectorTests
{
    [Fact]
    public void Recommend_RecordedUsage_IsAsUpstream()
    {
        List<string> failures = [];
        var count = 0;
        foreach (var (file, vector) in Vectors.Read("vpa").Where(line => line.File.StartsWith("recommendation.", StringComparison.Ordinal)))
        {
            count++;
            failures.AddRange(Replay(vector).Select(failure => $"{file} {vector.GetProperty("id")} {failure}"));
        }

        Assert.True(count > 0, "there are no vectors");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} vectors' steps failed:\n{string.Join('\n', failures.Take(20))}");
    }

    private static IEnumerable<string> Replay(JsonElement vector)
    {
        var expect = vector.GetProperty("expect");
        var options = RecordedFlags.Recommender(vector.GetProperty("flags"));
        var vpa = Autoscaler(vector);
        var usage = RecordedUsage.Of(vector, vpa.Spec.ResourcePolicy);
        var evidence = usage.Model.EvidenceOf(RecordedUsage.Vpa);
        var bare = Bare(vpa);

        return
        [
            .. Compare("refused", [Refused(expect)], [$"{usage.RefusedCpu} {usage.RefusedMemory} {usage.RefusedOoms}"]),
            .. Compare("containers", RecordedRecommendation.Numbers(expect.GetProperty("containers")), RecordedRecommendation.Numbers(Recommender.Recommend(bare, evidence, Bare(options)).Recommendation)),
            .. Compare("status", RecordedRecommendation.Texts(expect.GetProperty("status")), RecordedRecommendation.Texts(Recommender.Recommend(vpa, evidence, options).Recommendation)),
            .. ReplayCheckpoints(vector, bare, usage, Bare(options)),
        ];
    }

    private static IEnumerable<string> ReplayCheckpoints(JsonElement vector, VerticalPodAutoscaler vpa, RecordedUsage usage, RecommenderOptions options)
    {
        var expect = vector.GetProperty("expect");
        var restarted = RecordedUsage.Empty(vector, vpa.Spec.ResourcePolicy);
        List<string> failures = [];
        foreach (var recorded in expect.GetProperty("checkpoints").EnumerateObject())
        {
            var evidence = usage.Model.EvidenceOf(RecordedUsage.Vpa).First(container => container.Container == recorded.Name);
            failures.AddRange(Compare($"checkpoint {recorded.Name}", RecordedCheckpoint.Lines(recorded.Value), RecordedCheckpoint.Lines(evidence.Save(now: null))));
            var loaded = restarted.Model.Restore(RecordedUsage.Vpa, recorded.Name, RecordedCheckpoint.Read(recorded.Value));
            failures.AddRange(Compare($"restore {recorded.Name}", ["read"], [loaded.Because ?? "read"]));
        }

        var after = Recommender.Recommend(vpa, restarted.Model.EvidenceOf(RecordedUsage.Vpa), options).Recommendation;
        return failures.Concat(Compare("after reload", RecordedRecommendation.Numbers(expect.GetProperty("afterCheckpointReload")), RecordedRecommendation.Numbers(after)));
    }

    private static IEnumerable<string> Compare(string step, IEnumerable<string> expected, IEnumerable<string> got)
    {
        var (wanted, had) = (expected.ToList(), got.ToList());
        return wanted.Except(had).Select(line => $"{step}: expected '{line}', got [{string.Join("; ", had.Except(wanted))}]")
            .Concat(had.Except(wanted).Where(_ => wanted.Except(had).ToList().Count == 0).Select(line => $"{step}: expected nothing, got '{line}'"));
    }

    private static string Refused(JsonElement expect) =>
        $"{expect.GetProperty("rejectedCpuSamples")} {expect.GetProperty("rejectedMemSamples")} {expect.GetProperty("oomErrors")}";

    private static VerticalPodAutoscaler Autoscaler(JsonElement vector) => new()
    {
        Metadata = new()
        {
            Namespace = "ns",
            Name = "vpa",
            Annotations = vector.TryGetProperty("vpaAnnotations", out var annotations)
                ? annotations.EnumerateObject().ToDictionary(annotation => annotation.Name, annotation => annotation.Value.GetString()!)
                : null,
        },
        Spec = new()
        {
            ResourcePolicy = vector.TryGetProperty("resourcePolicy", out var policy) ? policy.Deserialize(VpaJson.Default.VpaResourcePolicy) : null,
        },
    };

    // The vectors' numbers are those before rounding and capping.
    private static VerticalPodAutoscaler Bare(VerticalPodAutoscaler vpa) => vpa with
    {
        Spec = new()
        {
            ResourcePolicy = vpa.Spec.ResourcePolicy is not { } policy ? null : new()
            {
                ContainerPolicies = [.. policy.ContainerPolicies.Select(entry => entry with { MinAllowed = null, MaxAllowed = null })],
            },
        },
    };

    private static RecommenderOptions Bare(RecommenderOptions options) => options with
    {
        RoundCpuMillicores = 1,
        RoundMemoryBytes = 1,
        HumanizeMemory = false,
        IntegerCpu = false,
        MaxAllowedCpu = null,
        MaxAllowedMemory = null,
    };
}
