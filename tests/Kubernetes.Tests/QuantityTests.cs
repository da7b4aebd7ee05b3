using System.Text.Json;

namespace Autoscale.Kubernetes.Tests;

public sealed class QuantityTests
{
    [Fact]
    public void Default_Quantity_IsZero()
    {
        Assert.Equal("0", default(Quantity).ToString());
        Assert.Equal(QuantityFormat.DecimalSI, default(Quantity).Format);
        Assert.Equal(Quantity.Zero, Quantity.Parse("0Gi"));
    }

    [Theory]
    [InlineData("\"100m\"", "100m")]
    [InlineData("\" 1Gi \"", "1Gi")]
    [InlineData("1.50", "1500m")]
    [InlineData("1e3", "1e3")]
    [InlineData("-7", "-7")]
    [InlineData("null", "0")]
    public void Json_StringNumberOrNull_IsRead(string json, string canonical) =>
        Assert.Equal(canonical, JsonSerializer.Deserialize<Quantity>(json).ToString());

    [Theory]
    [InlineData("\"1,5\"")]
    [InlineData("\"\\u0031\"")]
    [InlineData("\"\"")]
    public void Json_Malformed_SaysWhatKubernetesSays(string json)
    {
        var wrong = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Quantity>(json));

        Assert.StartsWith("quantities must match the regular expression '", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9e30", long.MaxValue, long.MaxValue)]
    [InlineData("-9e30", long.MinValue, long.MinValue)]
    [InlineData("9223372036854775807.5", long.MaxValue, long.MaxValue)]
    [InlineData("9e15", 9_000_000_000_000_000, 9_000_000_000_000_000_000)]
    [InlineData("8Ei", long.MaxValue, long.MaxValue)]
    [InlineData("1e2000000000", long.MaxValue, long.MaxValue)]
    [InlineData("1.0001", 2, 1001)]
    [InlineData("-1.0001", -2, -1001)]
    public void Saturated_BeyondLong_IsTheNearestLong(string text, long value, long milli)
    {
        Assert.Equal(value, Quantity.Parse(text).SaturatedValue);
        Assert.Equal(milli, Quantity.Parse(text).SaturatedMilliValue);
    }

    [Theory]
    [InlineData("1e2000000000")]
    [InlineData("1234567890123456789e2000000000")]
    [InlineData("1e-2000000000")]
    public void Arithmetic_AbsurdExponents_EndsAtOnce(string text)
    {
        var quantity = Quantity.Parse(text);

        Assert.Equal(quantity > Quantity.FromLong(1), quantity + Quantity.FromLong(1) > Quantity.FromLong(2));
        Assert.Equal(quantity, Quantity.Max(quantity, Quantity.Zero));
    }

    [Fact]
    public void Multiply_BeyondLong_KeepsEveryDigit() =>
        Assert.Equal("18446744073709551614", (Quantity.FromLong(long.MaxValue) * 2).ToString());

    [Fact]
    public void Negate_SmallestLong_DoesNotWrap() =>
        Assert.Equal("9223372036854775808", (-Quantity.FromLong(long.MinValue)).ToString());

    [Theory]
    [InlineData(1536, QuantityFormat.BinarySI, "1536")]
    [InlineData(2048, QuantityFormat.BinarySI, "2Ki")]
    [InlineData(1_000_000, QuantityFormat.DecimalExponent, "1e6")]
    [InlineData(1_000_000, QuantityFormat.DecimalSI, "1M")]
    public void ToString_EachFormat_UsesItsSuffixes(long value, QuantityFormat format, string expected) =>
        Assert.Equal(expected, Quantity.FromLong(value, format).ToString());

    [Fact]
    public void MilliValue_OfSmallAmount_AllocatesNothing()
    {
        var quantity = Quantity.FromScaled(123_456_789, Quantity.Nano);
        var warm = SumOfReadings(quantity);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sum = SumOfReadings(quantity);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((124 + 1 + 124 + 1, sum), (sum, warm));
    }

    private static long SumOfReadings(Quantity quantity) =>
        quantity.MilliValue + quantity.Value + quantity.SaturatedMilliValue + (quantity + quantity).Sign;
}
