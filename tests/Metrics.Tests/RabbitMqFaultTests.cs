using System.Globalization;
using System.Text;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Tests;

/// <summary>The queue source against management APIs that misbehave: whatever they do, a series is absent with one line of reason.</summary>
public sealed class RabbitMqFaultTests : IAsyncLifetime
{
    private const string NotAList = "an answer that is not the JSON of a list of queues";
    private const string Good = """{"page_count":1,"items":[{"name":"q","vhost":"/","messages":3,"messages_ready":2,"messages_unacknowledged":1}]}""";

    private readonly MetricTable _table = new();
    private FakeManagement _server = null!;
    private RabbitMqSource _source = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeManagement.StartAsync(FakeManagement.Says(Good));
        _source = NewSource(TimeSpan.FromMinutes(1));
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(500, "oops", "it answered 500")]
    [InlineData(503, "", "it answered 503")]
    [InlineData(302, "", "it answered 302")]
    [InlineData(204, "", "it answered 204")]
    [InlineData(403, "", "the user may not use the management API (403)")]
    [InlineData(404, "", "it answered 404")]
    [InlineData(200, "", NotAList)]
    [InlineData(200, "<html>", NotAList)]
    [InlineData(200, "null", NotAList)]
    [InlineData(200, "[]", NotAList)]
    [InlineData(200, "{}", NotAList)]
    [InlineData(200, """{"page_count":1,"items":null}""", NotAList)]
    [InlineData(200, """{"page_count":1,"items":[null]}""", NotAList)]
    [InlineData(200, """{"page_count":1,"items":[{"name":null,"vhost":"/"}]}""", NotAList)]
    [InlineData(200, """{"page_count":1,"items":[{"name":"q","vhost":"/","messages_ready":NaN}]}""", NotAList)]
    [InlineData(200, """{"page_count":1,"items":[{"name":"q","vho""", NotAList)]
    public async Task AskAsync_BadAnswer_IsAbsentWithItsReasonAndRecovers(int code, string body, string expected)
    {
        await PollAsync(FakeManagement.Says(body, code));
        Assert.Equal($"rabbitmq at {new Uri(_server.Url).Authority}: {expected}", Some.Ready(_table, "q"));

        await PollAsync(FakeManagement.Says(Good));
        Assert.Equal("2", Some.Ready(_table, "q"));
    }

    [Theory]
    [InlineData("-5", "counts -5 messages in queue q of virtual host /")]
    [InlineData("1.5", "counts 1.5 messages in queue q of virtual host /")]
    [InlineData("1e30", "counts 1e30 messages in queue q of virtual host /")]
    [InlineData("\"NaN\"", "counts \"NaN\" messages in queue q of virtual host /")]
    [InlineData("null", "has not counted queue q of virtual host /")]
    public async Task AskAsync_ImpossibleNumber_IsAbsentForThatSeriesAlone(string number, string expected)
    {
        await PollAsync(FakeManagement.Says(
            $$"""{"page_count":1,"items":[{"name":"q","vhost":"/","messages_ready":{{number}},"messages_unacknowledged":4}]}"""));

        Assert.Equal($"rabbitmq at {new Uri(_server.Url).Authority} {expected}", Some.Ready(_table, "q"));
        Assert.Equal("4", Some.Value(_table, QueueSeries.Unacknowledged, "q"));
    }

    [Fact]
    public async Task AskAsync_NoNumberYet_IsAbsentAndNotZero()
    {
        await PollAsync(FakeManagement.Says("""{"page_count":1,"items":[{"name":"q","vhost":"/"}]}"""));

        Assert.EndsWith("has not counted queue q of virtual host /", Some.Ready(_table, "q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_QueueMissedBetweenPages_IsGoneOnlyAfterTwoReadings()
    {
        await PollAsync(Pages("a", "b"));

        await PollAsync(Pages("a"));
        Assert.Equal("2", Some.Ready(_table, "b"));
        await PollAsync(Pages("a"));
        Assert.Null(Some.Ready(_table, "b"));
    }

    [Fact]
    public async Task AskAsync_EndlessAnswer_StopsAtTheLimit()
    {
        await PollAsync(FakeManagement.Endlessly("", new string('\0', 64 << 10)));

        Assert.EndsWith("an answer of more than 8 MiB", Some.Ready(_table, "q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_AnswerAnnouncedTooLong_IsNotEvenRead()
    {
        await PollAsync(FakeManagement.Announcing);

        Assert.EndsWith("an answer of more than 8 MiB", Some.Ready(_table, "q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_TricklingAnswer_StopsAtTheDeadline()
    {
        await _source.DisposeAsync();
        _source = NewSource(TimeSpan.FromMilliseconds(300));

        await PollAsync(FakeManagement.Trickle);

        Assert.EndsWith("no whole answer within 0.3 s", Some.Ready(_table, "q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_AnswerCutOff_IsAbsent()
    {
        await PollAsync(FakeManagement.CutsOff(Good));

        Assert.StartsWith($"rabbitmq at {new Uri(_server.Url).Authority}: ", Some.Ready(_table, "q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_QueuesWentAwayBetweenPages_KeepsThePagesThatThereAre()
    {
        await PollAsync(context => context.Request.Query["page"] == "1"
            ? context.Response.WriteAsync(Good.Replace("\"page_count\":1", "\"page_count\":2", StringComparison.Ordinal))
            : FakeManagement.Says("page_out_of_range", 400)(context));

        Assert.Equal("2", Some.Ready(_table, "q"));
    }

    [Fact]
    public async Task AskAsync_NobodyListens_IsAbsent()
    {
        await _server.DisposeAsync();

        await _source.AskAsync(false, default);

        Assert.Contains("refused", Some.Ready(_table, "q"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AskAsync_SecondBrokerFails_LeavesTheFirstAlone()
    {
        await PollAsync(FakeManagement.Says(Good));
        await using var other = await FakeManagement.StartAsync(FakeManagement.Says("", 500));
        await using var failing = Some.RabbitMq("amqp://b", other.Url, _table);

        await failing.AskAsync(false, default);

        Assert.Equal("2", Some.Ready(_table, "q"));
    }

    [Fact]
    public async Task AskAsync_Credentials_AreThoseOfTheAddress()
    {
        string? header = null;
        _server.Answer = context =>
        {
            header = context.Request.Headers.Authorization;
            return FakeManagement.Says(Good)(context);
        };
        await using var source = Some.RabbitMq("amqp://u%40x:p%2Fw@broker", _server.Url, _table);

        await source.AskAsync(false, default);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("u@x:p/w")), header);
    }

    [Fact]
    public async Task AskAsync_StatisticsFail_LeavesTheCountsAndRecovers()
    {
        var measured = """{"page_count":1,"items":[{"name":"q","vhost":"/","consumers":2,"message_stats":{"ack":100,"ack_details":{"rate":10.0}}}]}""";
        await AskWithStatisticsAsync(FakeManagement.Says("", 500));
        Assert.Equal("2", Some.Ready(_table, "q"));
        Assert.EndsWith(": it answered 500", Some.Value(_table, QueueSeries.Consumers, "q"), StringComparison.Ordinal);
        Assert.Equal("no statistics: it answered 500", _source.Health.Problem);

        await AskWithStatisticsAsync(FakeManagement.Says(measured));
        Assert.Equal(("2", "300m"), (Some.Value(_table, QueueSeries.Consumers, "q"), Some.Value(_table, QueueSeries.DrainTime, "q")));
        Assert.Null(_source.Health.Problem);
    }

    private Task AskWithStatisticsAsync(Func<HttpContext, Task> statistics)
    {
        _server.Answer = context => context.Request.Query.ContainsKey("disable_stats") ? FakeManagement.Says(Good)(context) : statistics(context);
        return _source.AskAsync(true, default);
    }

    private RabbitMqSource NewSource(TimeSpan deadline) => Some.RabbitMq("amqp://broker", _server.Url, _table, deadline);

    // Two pages with at most one queue on each.
    private static Func<HttpContext, Task> Pages(params string[] queues) => context =>
    {
        var page = int.Parse(context.Request.Query["page"].ToString(), CultureInfo.InvariantCulture);
        var items = queues.Skip(page - 1).Take(1).Select(name => $$"""{"name":"{{name}}","vhost":"/","messages_ready":2}""");
        return FakeManagement.Says($$"""{"page_count":2,"items":[{{string.Join(',', items)}}]}""")(context);
    };

    private Task PollAsync(Func<HttpContext, Task> answer)
    {
        _server.Answer = answer;
        return _source.AskAsync(false, default);
    }
}
