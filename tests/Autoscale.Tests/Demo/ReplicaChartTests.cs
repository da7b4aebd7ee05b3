using Autoscale.Demo;

namespace Autoscale.Autoscale.Tests.Demo;

public sealed class ReplicaChartTests
{
    [Fact]
    public void Draw_RisingCount_RisesToTheFullBlock()
    {
        var chart = ReplicaChart.Draw([(TimeSpan.Zero, 0), (TimeSpan.FromSeconds(5), 4), (TimeSpan.FromSeconds(10), 8)], 2);

        Assert.Equal("▄█", chart);
    }

    [Fact]
    public void Draw_PeakWithinOneBucket_IsNotLost()
    {
        var chart = ReplicaChart.Draw([(TimeSpan.Zero, 1), (TimeSpan.FromSeconds(1), 8), (TimeSpan.FromSeconds(2), 1), (TimeSpan.FromSeconds(10), 1)], 2);

        Assert.Equal("█▁", chart);
    }

    [Fact]
    public void Draw_NoSamples_IsEmpty() => Assert.Equal("", ReplicaChart.Draw([], 10));
}
