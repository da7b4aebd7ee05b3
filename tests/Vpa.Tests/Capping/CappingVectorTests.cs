using Autoscale.Testing;

namespace Autoscale.Vpa.Tests.Capping;

/// <summary>Replays what VPA 1.7.1 made of recommendations for pods, and of policies for the status.</summary>
public sealed class CappingVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Cap_EveryRecordedRecommendation_IsBoundedAlike()
    {
        var count = 0;
        var failures = new List<string>();
        foreach (var (file, line) in Vectors.Read("vpa").Where(item => item.File.StartsWith("capping.", StringComparison.Ordinal)))
        {
            count++;
            failures.AddRange(new CappingVector(line).Differences() is { } difference ? [$"{file} {line.GetProperty("id")} {difference}"] : []);
        }

        Assert.True(count > 0, "no vectors found");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} fail:\n{string.Join('\n', failures.Take(20))}");
    }
}
