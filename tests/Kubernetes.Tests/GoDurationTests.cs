namespace Autoscale.Kubernetes.Tests;

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

    [Theory]
    [InlineData("0", 0)]
    [InlineData("300ms", 300)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m30s", 150000)]
    [InlineData("1h0.5s", 3600500)]
    public void TryParse_GoText_IsRead(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var value));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("90000h")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
