using System.Text;
using System.Text.Json;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests;

public sealed class QueuePageReaderTests
{
    [Fact]
    public void Read_Statistics_AreOfTheQueue()
    {
        var totals = default(FlowCounters);
        var rates = default(FlowCounters);

        Read(
            """
            {"items":[{"consumer_utilisation":0.25,"consumers":3,"message_stats":{"ack":5,"ack_details":{"rate":1.5},"deliver_get":9,
            "deliver_no_ack":2,"deliver_no_ack_details":{"rate":0.5},"get_no_ack":1,"publish":10},"messages":4,"name":"q","vhost":"/"}],"page_count":1}
            """,
            (in line) => (totals, rates) = (line.Statistics.Totals, line.Statistics.Rates));

        Assert.Equal(new FlowCounters(10, 9, 5, 8), totals);
        Assert.Equal(new FlowCounters(0, 0, 1.5, 2), rates);
    }

    [Theory]
    [InlineData("\\u00fcn\\/\\\"\\ud83d\\udc07", "ün/\"🐇")]
    [InlineData("ün 🐇", "ün 🐇")]
    [InlineData("", "")]
    public void Read_NamesOfAnyCharacters_AreTheirText(string json, string expected)
    {
        var name = "";

        Read($$"""{"page_count":1,"items":[{"name":"{{json}}","vhost":"/"}]}""", (in line) => name = Encoding.UTF8.GetString(line.Name));

        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("null")]
    [InlineData("\"NaN\"")]
    [InlineData("{}")]
    public void Read_ImpossibleStatistics_AreNoneOfTheQueue(string number)
    {
        var isImpossible = false;

        Read(
            $$$"""{"page_count":1,"items":[{"name":"q","vhost":"/","consumers":1,"message_stats":{"ack":{{{number}}}}}]}""",
            (in line) => isImpossible = line.Statistics.IsImpossible);

        Assert.True(isImpossible);
    }

    [Fact]
    public void Read_CutAnywhere_IsNoPage()
    {
        const string Whole = """{"page_count":1,"items":[{"name":"q","vhost":"/","type":"quorum","messages":3,"message_stats":{"ack":1,"ack_details":{"rate":0.0}}}]}""";

        for (var length = 0; length < Whole.Length; length++)
        {
            Assert.ThrowsAny<JsonException>(() => Read(Whole[..length], (in _) => { }));
        }

        Assert.Equal(1, Read(Whole, (in _) => { }));
    }

    private static int Read(string page, QueuePageReader.Taking take) => QueuePageReader.Read(Encoding.UTF8.GetBytes(page), take);
}
