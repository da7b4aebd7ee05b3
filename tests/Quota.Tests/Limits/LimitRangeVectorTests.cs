using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>Replays what Kubernetes 1.36.2's LimitRanger answered on pods, claims and resizes.</summary>
public sealed class LimitRangeVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public async Task ReplayAsync_EveryRecordedWrite_IsAnsweredAlike()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (file, recorded) in Vectors.Read("limitrange").Where(line => line.Case.TryGetProperty("storedLimitRanges", out _)))
        {
            var vector = new LimitRangeVector(recorded);
            count++;
            failures.AddRange(!vector.IsOfServer && await vector.ReplayAsync() is { } failure ? [$"{file} {failure}"] : []);
        }

        Assert.True(count > 0, "no vectors found");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} writes fail:\n{string.Join('\n', failures.Take(20))}");
    }
}
