using System.Globalization;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>The source against servers that misbehave: whatever they do, a metric is absent with one line of reason, never zero.</summary>
public sealed class PrometheusFaultTests : IAsyncLifetime
{
    private const string NotTheApi = "an answer that is not of Prometheus' API";
    private const string NotJson = "an answer that is not the JSON that it should be";

    private static readonly string Good = Vector("3");

    private FakeManagement _server = null!;
    private PrometheusRun _run = null!;

    private string Authority => new Uri(_server.Url).Authority;

    public async Task InitializeAsync() => _server = await FakeManagement.StartAsync(FakeManagement.Says(Good));

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(500, "oops", "it answered 500")]
    [InlineData(503, "", "it answered 503")]
    [InlineData(204, "", "it answered 204")]
    [InlineData(302, "", "it redirects elsewhere (302), which is not followed")]
    [InlineData(401, "", "it refused the credentials, or wants some (401)")]
    [InlineData(403, "", "the credentials may not query it (403)")]
    [InlineData(404, "404 page not found", "it answered 404")]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"parse\nerror"}""", "it refused the query (bad_data): parse error")]
    [InlineData(200, """{"status":"error","errorType":"timeout","error":"query timed out"}""", "it refused the query (timeout): query timed out")]
    [InlineData(200, "", NotJson)]
    [InlineData(200, "<html>", NotJson)]
    [InlineData(200, "null", NotTheApi)]
    [InlineData(200, "[]", NotTheApi)]
    [InlineData(200, "{}", NotTheApi)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}""", NotJson)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":1},"value":[1,"1"]}]}}""", NotJson)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"\ud800"},"value":[1,"1"]}]}}""", NotJson)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":["1","1"]}]}}""", NotJson)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]}}""", "the query returned no series")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"]]}]}}""", "the query's result is a matrix, where a vector or a scalar is needed")]
    [InlineData(200, """{"status":"success","data":{"resultType":"string","result":[1,"1"]}}""", "the query's result is a string, where a vector or a scalar is needed")]
    public async Task Query_BadAnswer_IsAbsentWithItsReasonAndRecovers(int code, string body, string expected)
    {
        Start(FakeManagement.Says(body, code));
        await SaysAsync($"prometheus at {Authority}: {expected}");

        _server.Answer = FakeManagement.Says(Good);
        await SaysAsync("3");
    }

    [Theory]
    [InlineData("NaN", "the query's value is not a number (NaN)")]
    [InlineData("+Inf", "the query's value is infinite (+Inf)")]
    [InlineData("-Inf", "the query's value is infinite (-Inf)")]
    [InlineData("1e999", "the query's value is infinite (1e999)")]
    [InlineData("many", "the query's value is no number but many")]
    public async Task Query_ValueThatIsNoQuantity_IsAbsent(string value, string expected)
    {
        Start(FakeManagement.Says(Vector(value)));

        await SaysAsync($"prometheus at {Authority}: {expected}");
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-2.5", "-2500m")]
    [InlineData("1e-9", "1m")]
    [InlineData("-1e-9", "-1m")]
    [InlineData("0.0014", "1m")]
    [InlineData("1e300", "9200T")]
    [InlineData("-1e300", "-9200T")]
    public async Task Query_AnyFiniteValue_IsTheNearestThatAutoscalersCount(string value, string expected)
    {
        Start(FakeManagement.Says(Vector(value)));

        await SaysAsync(expected);
    }

    [Fact]
    public async Task Query_EndlessAnswer_StopsAtTheLimit()
    {
        var some = string.Concat(Enumerable.Repeat("""{"ignored":[1,2,3,"abcdefghijklmnopqrstuvwxyz"]},""", 10_000));
        Start(FakeManagement.Endlessly("""{"status":"success","data":{"resultType":"vector","result":[""", some));

        await SaysAsync($"prometheus at {Authority}: an answer of more than 64 MiB");
    }

    [Fact]
    public async Task Query_AnswerAnnouncedTooLong_IsNotEvenRead()
    {
        Start(FakeManagement.Announcing);

        await SaysAsync($"prometheus at {Authority}: an answer of more than 64 MiB");
    }

    [Fact]
    public async Task Query_EndlessText_StopsAtItsLimit()
    {
        Start(FakeManagement.Endlessly("{\"status\":\"", new string('x', 64 << 10)));

        await SaysAsync($"prometheus at {Authority}: an answer with a text of more than 1 MiB");
    }

    [Fact]
    public async Task Query_TricklingAnswer_StopsAtTheDeadline()
    {
        Start(FakeManagement.Trickle, deadline: TimeSpan.FromMilliseconds(300));

        await SaysAsync($"prometheus at {Authority}: no whole answer within 0.3 s");
    }

    [Fact]
    public async Task Query_AnswerCutOff_IsAbsent()
    {
        Start(FakeManagement.CutsOff(Good));

        await Eventually.TrueAsync(() => Task.FromResult(_run.External("m").StartsWith($"prometheus at {Authority}: ", StringComparison.Ordinal)), "the reason", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task Query_ServerThatOnlyTakesGets_IsAskedByGet()
    {
        Start(context => HttpMethods.IsGet(context.Request.Method) && context.Request.Query["query"] == "q{a=\"b&c\"}" && context.Request.Query["dedup"] == "true"
            ? FakeManagement.Says(Good)(context)
            : FakeManagement.Says("", 405)(context));

        await SaysAsync("3");
    }

    [Fact]
    public async Task Query_Timeout_IsTheDeadline()
    {
        var asked = "";
        Start(
            async context =>
            {
                var form = await context.Request.ReadFormAsync();
                asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {form["query"]} {form["timeout"]}";
                await FakeManagement.Says(Good)(context);
            },
            deadline: TimeSpan.FromSeconds(20));

        await SaysAsync("3");
        Assert.Equal("POST /under/api/v1/query?dedup=true q{a=\"b&c\"} 20000ms", asked);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 3600)]
    public async Task Query_ServerWhoseClockIsAnHourOff_HasSamplesOfThisMomentUnlessACacheSaysOtherwise(int cachedHours, int age)
    {
        // The server's clock is an hour slow; what a cache repeats is older than its Date.
        var server = TimeProvider.System.GetUtcNow().AddHours(-1);
        Start(context =>
        {
            context.Response.Headers.Date = server.ToString("R", CultureInfo.InvariantCulture);
            return FakeManagement.Says(Vector("3", server.AddHours(-cachedHours).ToUnixTimeSeconds()))(context);
        });

        await SaysAsync("3");
        var answer = _run.Table.FindExternal("ns", "m", Kubernetes.LabelSelector.Everything, TimeProvider.System.GetUtcNow());
        var measured = TimeProvider.System.GetUtcNow() - answer.Series[0].Reading.Time;
        Assert.InRange(measured.TotalSeconds, age, age + 300);
    }

    [Fact]
    public async Task Query_LabelsOfAnyUnicode_AreKept()
    {
        const string odd = "\"\\\n\u0000 ü 漢 😀 \u202e";
        var json = System.Text.Json.JsonSerializer.Serialize(odd);
        Start(FakeManagement.Says($$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"m","über label":{{{json}}}},"value":[1,"3"]}]}}"""));

        await SaysAsync("3");
        var answer = _run.Table.FindExternal("ns", "m", Kubernetes.LabelSelector.Everything, TimeProvider.System.GetUtcNow());
        Assert.Equal(SeriesLabels.Of(("über label", odd)), answer.Series[0].Labels);
    }

    [Fact]
    public async Task Query_OneOfSeveralFails_OthersGoOn()
    {
        Start(
            async context =>
            {
                var form = await context.Request.ReadFormAsync();
                await (form["query"] == "bad" ? FakeManagement.Says("", 500) : form["query"] == "slow" ? FakeManagement.Silence : FakeManagement.Says(Good))(context);
            },
            rules: [PrometheusRun.Rule("m", "good"), PrometheusRun.Rule("b", "bad"), PrometheusRun.Rule("s", "slow")]);

        await SaysAsync("3");
        await PrometheusRun.SaysAsync($"prometheus at {Authority}: it answered 500", () => _run.External("b"));
        await PrometheusRun.SaysAsync("1 of 3 queries fail, the first: it answered 500", () => _run.Source.Health.Problem ?? "");
        Assert.Equal($"prometheus at {Authority} has not been read yet", _run.External("s"));
    }

    [Fact]
    public async Task Query_Warnings_AreRemarkedOnce()
    {
        Start(FakeManagement.Says(Good.Replace("""{"status""", """{"warnings":["one store is down"],"infos":["odd"],"status""", StringComparison.Ordinal)));

        await SaysAsync("3");
        var asked = _run.Source.Health.LastRead;
        await Eventually.TrueAsync(() => Task.FromResult(_run.Source.Health.LastRead > asked), "another answer", TimeSpan.FromMinutes(3));
        Assert.Single(_run.Log.Lines, "Information 1402 test remarks: one store is down; odd ");
    }

    [Fact]
    public async Task Secrets_ThatTheServerRepeats_AreShownNowhere()
    {
        var connection = new SourceConnection { User = "tester", Password = "hunter2hunter2" };
        Start(
            context =>
            {
                var told = $"you said {context.Request.Headers.Authorization} and hunter2hunter2";
                return FakeManagement.Says($$"""{"status":"error","errorType":"x","error":"{{told}}","warnings":["{{told}}"]}""", 400)(context);
            },
            connection);

        await SaysAsync($"prometheus at {Authority}: it refused the query (x): you said Basic *** and ***");
        var everything = string.Concat(_run.Log.Lines) + _run.Source.Health + _run.External("m") + connection;
        Assert.DoesNotContain("hunter2", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_NobodyListens_IsAbsent()
    {
        Start(FakeManagement.Says(Good));
        await SaysAsync("3");
        await _server.DisposeAsync();

        await Eventually.TrueAsync(
            () => Task.FromResult(_run.External("m").Contains("refused", StringComparison.OrdinalIgnoreCase)), "the reason", TimeSpan.FromMinutes(3));
    }

    private static string Vector(string value, long time = 1_700_000_000) =>
        $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"m"},"value":[{{{time}}}.123,"{{{value}}}"]}]}}""";

    private void Start(
        Func<HttpContext, Task> answer, SourceConnection? connection = null, TimeSpan? deadline = null, IReadOnlyList<PrometheusRule>? rules = null)
    {
        _server.Answer = answer;
        var settings = new SourceSettings { Name = "test", Period = TimeSpan.FromMilliseconds(50), Deadline = deadline ?? TimeSpan.FromMinutes(10) };
        var url = new Uri($"{_server.Url}/under/?dedup=true");
        _run = new PrometheusRun(url, rules ?? [PrometheusRun.Rule("m", "q{a=\"b&c\"}")], connection, settings);
    }

    private Task SaysAsync(string expected) => PrometheusRun.SaysAsync(expected, () => _run.External("m"));
}
