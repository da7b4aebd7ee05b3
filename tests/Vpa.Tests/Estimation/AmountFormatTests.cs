using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class AmountFormatTests
{
    [Theory]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1.00Ki")]
    [InlineData(1073741824, "1.00Gi")]
    [InlineData(1207959552, "1.12Gi")]
    [InlineData(1217959552, "1.13Gi")]
    [InlineData(1342177280, "1.25Gi")]
    [InlineData(100000000000000, "90.95Ti")]
    public void Humanize_Bytes_HasTwoDecimalsTiesToEven(long bytes, string expected) => Assert.Equal(expected, AmountFormat.Humanize(bytes));

    [Theory]
    [InlineData(323, 1, "323m")]
    [InlineData(323, 50, "350m")]
    [InlineData(350, 50, "350m")]
    [InlineData(0, 50, "0")]
    [InlineData(323, 0, "323m")]
    [InlineData(323, -5, "323m")]
    [InlineData(1, 1000, "1")]
    public void Cpu_Scale_RoundsUpToMultiple(long millicores, int scale, string expected) =>
        Assert.Equal(expected, AmountFormat.CpuQuantity(AmountFormat.Cpu(millicores, new() { RoundCpuMillicores = scale })).ToString());

    [Theory]
    [InlineData(262144000, 1, "250Mi")]
    [InlineData(3304504865, 1, "3304504865")]
    [InlineData(3304504865, 1048576, "3152Mi")]
    [InlineData(100000000000000, 1, "97656250000Ki")]
    public void Memory_Scale_RoundsUpToMultiple(long bytes, long scale, string expected) =>
        Assert.Equal(expected, AmountFormat.MemoryQuantity(AmountFormat.Memory(bytes, new() { RoundMemoryBytes = scale })).ToString());

    [Fact]
    public void RoundUp_ScaleBeyondEveryAmount_Saturates() => Assert.Equal(long.MaxValue, ResourceAmount.RoundUp(ResourceAmount.Most, long.MaxValue));

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-1.0, 0)]
    [InlineData(1.9, 1)]
    [InlineData(double.PositiveInfinity, ResourceAmount.Most)]
    public void From_OddNumbers_StaysWithinRange(double amount, long expected) => Assert.Equal(expected, ResourceAmount.From(amount));
}
