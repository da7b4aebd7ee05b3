using System.Collections.Concurrent;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>How often a server is asked, and how much at once.</summary>
public sealed class PrometheusSharingTests : IAsyncLifetime
{
    private const string Good = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"3"]}]}}""";

    private static readonly SourceSettings Rarely = new() { Name = "s", Period = TimeSpan.FromHours(1), Deadline = TimeSpan.FromMinutes(5) };

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeManagement _server = null!;

    public async Task InitializeAsync() => _server = await FakeManagement.StartAsync(AnswerAsync);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Query_WantedByManyAutoscalersAndRules_IsAskedOnceAPeriod()
    {
        _free.SetResult();
        await using var run = new PrometheusRun(
            new Uri(_server.Url), [PrometheusRun.Rule("a", "q"), PrometheusRun.Rule("b", " q "), PrometheusRun.Rule("c", "sum(q{<<.LabelMatchers>>})")], settings: Rarely);
        run.Watch("one", "shop", "c", "x=y");
        run.Watch("two", "shop", "c", "x=y");
        run.Watch("three", "web", "c", "x=y");

        await PrometheusRun.SaysAsync("3", () => run.External("a"));
        await PrometheusRun.SaysAsync("3", () => run.External("b"));
        await PrometheusRun.SaysAsync("3", () => run.External("c", "x=y", "web"));
        await PrometheusRun.SaysAsync("3", () => run.External("c", "x=y", "shop"));
        Assert.Equal(["q", "sum(q{__none__=\"\"})", "sum(q{x=\"y\"})"], _asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Query_AskedByTwoAtOnce_IsOneRequest()
    {
        using var client = new PrometheusClient(new Uri(_server.Url), new SourceConnection(), TimeProvider.System);
        using var impatient = new CancellationTokenSource();
        var one = client.QueryAsync("q", TimeSpan.FromMinutes(5), impatient.Token);
        var two = client.QueryAsync("q", TimeSpan.FromMinutes(5), default);

        await impatient.CancelAsync();
        _free.SetResult();

        Assert.Equal("3", Assert.Single((await two).Samples).Value);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Query_MoreThanTheServerIsAskedAtOnce_WaitForTheirTurn()
    {
        var rules = Enumerable.Range(0, 30).Select(i => PrometheusRun.Rule($"m{i}", $"q{i}")).ToList();
        await using var run = new PrometheusRun(new Uri(_server.Url), rules, settings: Rarely);

        await Eventually.TrueAsync(() => Task.FromResult(_asked.Count == 8), "the first eight", TimeSpan.FromMinutes(3));
        _free.SetResult();

        foreach (var rule in rules)
        {
            await PrometheusRun.SaysAsync("3", () => run.External(rule.Name));
        }

        Assert.Equal(30, _asked.Count);
    }

    [Fact]
    public async Task Watch_SelectorThatNobodyHadBefore_IsAskedAtOnceAndForgottenAfterwards()
    {
        _free.SetResult();
        await using var run = new PrometheusRun(new Uri(_server.Url), [PrometheusRun.Rule("c", "sum(q{<<.LabelMatchers>>})")], settings: Rarely);
        await PrometheusRun.SaysAsync("3", () => run.External("c"));

        run.Watch("one", "shop", "c", "x=y");
        await PrometheusRun.SaysAsync("3", () => run.External("c", "x=y"));
        run.Interest.Watch(new("", "Hpa", "shop", "one"), []);

        await PrometheusRun.SaysAsync("", () => run.External("c", "x=y"));
        Assert.Equal("3", run.External("c"));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        _asked.Enqueue(form["query"].ToString());
        await _free.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync(Good);
    }
}
