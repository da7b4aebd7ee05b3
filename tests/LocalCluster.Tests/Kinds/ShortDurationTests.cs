using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class ShortDurationTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(146, "2m26s")]
    [InlineData(599, "9m59s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(11_460, "3h11m")]
    [InlineData(28_800, "8h")]
    [InlineData(172_799, "47h")]
    [InlineData(172_800, "2d")]
    [InlineData(180_000, "2d2h")]
    [InlineData(691_200, "8d")]
    [InlineData(63_072_000, "2y")]
    [InlineData(64_000_000, "2y10d")]
    [InlineData(252_288_000, "8y")]
    public void Format_Seconds_CoarsenAsTheyGrow(long seconds, string expected) =>
        Assert.Equal(expected, ShortDuration.Format(TimeSpan.FromSeconds(seconds)));
}
