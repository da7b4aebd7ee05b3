using System.Text.Json;
using Autoscale.Testing;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class CheckpointVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Model_EveryRecordedRecommendation_KeepsTheSamplesThatUpstreamKeeps()
    {
        var lines = Vectors.Read("vpa").Where(line => line.File.StartsWith("recommendation", StringComparison.Ordinal));

        var failures = lines.SelectMany(line => Check(line.Case).Select(wrong => $"{line.File} {line.Case.GetProperty("id")}: {wrong}")).ToList();

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static IEnumerable<string> Check(JsonElement line)
    {
        var (replayed, expected) = (new ReplayedCase(line), line.GetProperty("expect"));
        var counts = (replayed.RejectedCpu, replayed.RejectedMemory, replayed.RejectedOoms);
        var wanted = (
            expected.GetProperty("rejectedCpuSamples").GetInt32(),
            expected.GetProperty("rejectedMemSamples").GetInt32(),
            expected.GetProperty("oomErrors").GetInt32());
        if (counts != wanted)
        {
            yield return $"refused: expected {wanted}, got {counts}";
        }

        foreach (var checkpoint in expected.GetProperty("checkpoints").EnumerateObject())
        {
            var evidence = replayed.Model.EvidenceOf(ReplayedCase.Vpa).Single(one => one.Container == checkpoint.Name);
            var (want, got) = (CheckpointText.Of(checkpoint.Value.Deserialize(VpaJson.Default.CheckpointStatus)!), CheckpointText.Of(evidence.Save(null)));
            if (want != got)
            {
                yield return $"checkpoint of {checkpoint.Name}: expected {want}, got {got}";
            }
        }
    }
}
