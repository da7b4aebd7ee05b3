using Autoscale.Testing;

namespace Autoscale.Vpa.Tests.Patching;

/// <summary>Replays the patches that VPA 1.7.1's admission controller made.</summary>
public sealed class PatchVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void AtCreation_EveryRecordedPod_IsPatchedAlike()
    {
        var count = 0;
        var failures = new List<string>();
        foreach (var (file, line) in Vectors.Read("vpa").Where(item => item.File.StartsWith("patch.", StringComparison.Ordinal)))
        {
            count++;
            failures.AddRange(new PatchVector(line).Differences() is { } difference ? [$"{file} {line.GetProperty("id")} {difference}"] : []);
        }

        Assert.True(count > 0, "no vectors found");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} fail:\n{string.Join('\n', failures.Take(20))}");
    }
}
