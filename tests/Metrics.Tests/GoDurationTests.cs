using Autoscale.Metrics.Apis;

namespace Autoscale.Metrics.Tests;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(15_000, "15s")]
    [InlineData(15_012, "15.012s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(90_500, "1m30.5s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(90_061_000, "25h1m1s")]
    [InlineData(300, "300ms")]
    [InlineData(0.5, "500µs")]
    [InlineData(-1500, "-1.5s")]
    public void Write_Duration_IsAsGoHasIt(double milliseconds, string expected) =>
        Assert.Equal(expected, GoDuration.Write(TimeSpan.FromMilliseconds(milliseconds)));
}
