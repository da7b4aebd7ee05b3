using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Metrics.Tests;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("up 1\n", "up", 1.0, null)]
    [InlineData("up 1 1395066363000\n", "up", 1.0, 1395066363000L)]
    [InlineData("  up\t1.5e+07\t-5 \r\n", "up", 1.5e7, -5L)]
    [InlineData("# HELP up is it\n# TYPE up gauge\n\nup NaN\n", "up", double.NaN, null)]
    [InlineData("up{} +Inf\n", "up", double.PositiveInfinity, null)]
    [InlineData("up{a=\"}\",} -Inf 3\n", "up", double.NegativeInfinity, 3L)]
    [InlineData("up{a=\"b\"}0\n", "up", 0.0, null)]
    public void Read_ProperSample_GivesItsParts(string text, string name, double value, long? timestamp)
    {
        var reader = new PrometheusText(Encoding.UTF8.GetBytes(text));

        Assert.True(reader.Read());
        Assert.Equal(name, Encoding.UTF8.GetString(reader.Name));
        Assert.Equal(value, reader.Value);
        Assert.Equal(timestamp, reader.Timestamp);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("up 1\nup 12", "line 2 of the metrics is cut short")]
    [InlineData("<html>\n", "line 1 of the metrics is no sample")]
    [InlineData("up\n", "line 1 of the metrics is no sample")]
    [InlineData("up one\n", "line 1 of the metrics has no number")]
    [InlineData("up \n", "line 1 of the metrics is no sample")]
    [InlineData("up{a=\"b\"}\n", "line 1 of the metrics has no number")]
    [InlineData("up{a=\"b} 1\n", "line 1 of the metrics has no proper labels")]
    [InlineData("up{a=\"b\\\"} 1\n", "line 1 of the metrics has no proper labels")]
    [InlineData("up{a=b} 1\n", "line 1 of the metrics has no proper labels")]
    [InlineData("up{\n", "line 1 of the metrics has no proper labels")]
    [InlineData("up 1 soon\n", "line 1 of the metrics has no proper time")]
    public void Read_NoSample_NamesTheLine(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => Count(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void Label_Several_FindsEachByItsWholeName()
    {
        var reader = new PrometheusText("x{pod=\"a\", container = \"b\",namespace=\"pod=\\\"c\\\"\"} 1\n"u8);
        reader.Read();

        Assert.Equal("a", reader.Label("pod"u8));
        Assert.Equal("pod=\"c\"", reader.Label("namespace"u8));
        Assert.Null(reader.Label("po"u8));
        Assert.Null(reader.Label("name"u8));
    }

    [Fact]
    public void Read_WhatWasWritten_ComesBack() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNull<string>, NormalFloat, long)>(),
        sample =>
        {
            var (label, value, timestamp) = (WellFormed(sample.Item1.Get), sample.Item2.Get, sample.Item3);
            var escaped = label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            var text = string.Create(CultureInfo.InvariantCulture, $"m{{l=\"{escaped}\"}} {value:R} {timestamp}\n");
            var reader = new PrometheusText(Encoding.UTF8.GetBytes(text));

            return reader.Read() && reader.Label("l"u8) == label && reader.Value.Equals(value) && reader.Timestamp == timestamp;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyBytes_EndsOrThrowsFormatException() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("up{}=\",\\ \n#1.eN\t\0é"u8.ToArray())).ToArbitrary(),
        bytes =>
        {
            try
            {
                Count(bytes);
            }
            catch (FormatException)
            {
                return true;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static int Count(byte[] text)
    {
        var reader = new PrometheusText(text);
        var count = 0;
        while (reader.Read())
        {
            count++;
            reader.Label("none"u8);
        }

        return count;
    }
}
