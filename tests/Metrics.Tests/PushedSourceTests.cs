using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class PushedSourceTests : IAsyncDisposable
{
    private static readonly DescribedKind Deployment = new("apps", "Deployment", "deployments", true);

    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly List<PushedSource> _sources = [];
    private int _wakes;

    public PushedSourceTests() => _table.Subscribe(_ => _wakes++);

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    [Fact]
    public void Take_Report_IsInTheTableAndWakesAtOnce()
    {
        var answer = Source().Take(Report(new ReportedReading { Name = "orders", Value = "12", Labels = new Dictionary<string, string> { ["shop"] = "süd" } }));

        Assert.Equal((1, 0, 1), (answer.Accepted, answer.Late, _wakes));
        Assert.Equal("12", Value("orders"));
        Assert.Equal("süd", Assert.Single(Find("orders").Series).Labels["shop"]);
    }

    [Fact]
    public void Take_SameValueAgain_WakesNobody()
    {
        var source = Source();
        source.Take(Report("orders", "12"));

        source.Take(Report("orders", "12"));

        Assert.Equal(1, _wakes);
    }

    [Fact]
    public void Take_LifetimeOver_IsAbsentWithTheReasonAndNotZero()
    {
        Source().Take(Report(new ReportedReading { Name = "orders", Value = "12", LifetimeSeconds = 10 }));

        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("pushed shop last reported it at 2026-01-02T03:04:05Z, valid for 10 s", Value("orders"));
    }

    [Fact]
    public void Open_DeclaredMetric_SaysThatNobodyReportedItYet()
    {
        var source = Source("", new PushedMetric("orders"));

        Assert.Equal("orders has not been reported to pushed shop yet", Value("orders"));
        Assert.Equal("nothing has been reported yet", source.Health.Problem);
    }

    [Theory]
    [InlineData("NaN", "readings[0].value: must be a number: report nothing where there is none")]
    [InlineData("-Infinity", "readings[0].value: must be a number: report nothing where there is none")]
    [InlineData("-1", "readings[0].value: must not be negative")]
    [InlineData("", "readings[0].value: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public void Take_NoNumber_IsRefusedAndChangesNothing(string value, string reason)
    {
        var source = Source();
        source.Take(Report("orders", "12"));

        Assert.Equal(reason, source.Take(Report("orders", value)).Reason);

        Assert.Equal("12", Value("orders"));
    }

    [Theory]
    [InlineData("1e3", "1e3")]
    [InlineData("1500m", "1500m")]
    [InlineData("0", "0")]
    [InlineData("99999999999999999999999999", "99999999999999999999999999")]
    [InlineData("0.1234567891234", "123456790n")]
    public void Take_AnyQuantity_IsTaken(string value, string expected)
    {
        Source().Take(Report("orders", value));

        Assert.Equal(expected, Value("orders"));
    }

    [Theory]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("9E18")]
    public void Take_Enormous_IsTakenOrRefusedButNeverFails(string value)
    {
        var answer = Source().Take(Report("orders", value));

        Assert.Equal(answer.Accepted == 1, answer.Refusal is null);
    }

    [Theory]
    [InlineData(3600, null, "12")]
    [InlineData(3601, "readings[0].measuredAt: is 1h0m1s ahead of this clock; at most 1h0m0s is taken for a clock that is wrong", null)]
    [InlineData(-3600, "readings[0].measuredAt: was 1h0m0s ago, and the reading counts for 30s", null)]
    [InlineData(-29, null, "12")]
    public void Take_ClockSkewed_IsTakenWhileItMayBeTrue(int seconds, string? reason, string? value)
    {
        var answer = Source().Take(Report(new ReportedReading { Name = "orders", Value = "12", MeasuredAt = Some.Time.AddSeconds(seconds) }));

        Assert.Equal(reason ?? "", answer.Reason);
        Assert.Equal(value ?? AbsenceTexts.NoExternalMetrics("orders"), Value("orders"));
    }

    [Fact]
    public void Take_OlderThanKnown_IsLateAndIgnored()
    {
        var source = Source();
        source.Take(Report("orders", "12"));

        var answer = source.Take(Report(new ReportedReading { Name = "orders", Value = "3", MeasuredAt = Some.Time.AddSeconds(-1) }));

        Assert.Equal((0, 1, "12"), (answer.Accepted, answer.Late, Value("orders")));
    }

    [Fact]
    public void Take_OneOfManyIsWrong_TakesNone()
    {
        var answer = Source().Take(new MetricReported { Readings = [Reading("orders", "1"), Reading("a/b", "2"), null!] });

        Assert.Equal(["readings[1].name", "readings[2]"], answer.Problems.Select(problem => problem.Field));
        Assert.Equal(AbsenceTexts.NoExternalMetrics("orders"), Value("orders"));
    }

    [Fact]
    public void Take_ForAnotherNamespace_IsForbidden()
    {
        var answer = Source("shop").Take(Report(new ReportedReading { Name = "orders", Value = "1", Namespace = "bank" }));

        Assert.Equal((PushedRefusal.Forbidden, "readings[0].namespace: pushed shop may only report for namespace shop"), (answer.Refusal, answer.Reason));
    }

    [Fact]
    public void Take_NamespacedSource_IsVisibleInItsNamespaceOnly()
    {
        Source("shop").Take(Report("orders", "1"));

        Assert.Equal("1", Value("orders", "shop"));
        Assert.Equal(AbsenceTexts.NoSuchMetric("orders"), Value("orders", "bank"));
    }

    [Fact]
    public void Take_ClusterSourceNamesANamespace_IsVisibleThereOnly()
    {
        Source().Take(Report(new ReportedReading { Name = "orders", Value = "1", Namespace = "shop" }));

        Assert.Equal("1", Value("orders", "shop"));
        Assert.Null(Value("orders", "bank"));
    }

    [Fact]
    public void Take_NotDeclared_IsForbidden()
    {
        var answer = Source("", new PushedMetric("orders")).Take(Report("mails", "1"));

        Assert.Equal((PushedRefusal.Forbidden, "readings[0].name: pushed shop has no metric of this name"), (answer.Refusal, answer.Reason));
    }

    [Fact]
    public async Task Take_SourceThatLostAllItsNames_HasNothing()
    {
        var options = new PushedSourceOptions { Metrics = [] };
        await using var source = new PushedSource(options, new SourceSettings { Name = "pushed shop" }, _table, Some.Tools(_clock));

        Assert.Equal(PushedRefusal.Forbidden, source.Take(Report("orders", "1")).Refusal);
    }

    [Fact]
    public void Take_ServedByAnother_IsForbidden()
    {
        _table.OpenFeed("prometheus", "orders");

        var answer = Source().Take(Report("orders", "1"));

        Assert.Equal("readings: metric orders is served by prometheus", answer.Reason);
    }

    [Fact]
    public void Take_CustomMetric_DescribesItsObject()
    {
        var source = Source("shop", new PushedMetric("orders", DescribedKind.Pod, Deployment));

        source.Take(Report(Reading("orders", "7") with { Object = new() { Kind = "Deployment", ApiVersion = "apps/v1", Name = "web" } }));

        var key = new ObjectKey("apps", "Deployment", "shop", "web");
        Assert.Equal("7", _table.FindCustom(key, "orders", LabelSelector.Everything, _clock.GetUtcNow())?.Value.ToString());
    }

    [Theory]
    [InlineData("Pod", "apps/v1", "", "readings[0].object: the metric describes Pod, Namespace only")]
    [InlineData("Node", null, "", "readings[0].object: the metric describes Pod, Namespace only")]
    [InlineData("Namespace", "v1", "bank", "readings[0].object: pushed shop may only report for objects of namespace shop")]
    [InlineData("Namespace", "v1", "shop", "")]
    [InlineData("Pod", "v1", "", "readings[0].object.name: must have 1 to 253 characters, not 0")]
    public void Take_ForeignObject_IsRefused(string kind, string? version, string name, string reason)
    {
        var source = Source("shop", new PushedMetric("orders", DescribedKind.Pod, DescribedKind.Namespace));

        var answer = source.Take(Report(Reading("orders", "7") with { Object = new() { Kind = kind, ApiVersion = version, Name = name } }));

        Assert.Equal(reason, answer.Reason);
    }

    [Fact]
    public void Take_ObjectOfAClusterSource_NeedsItsNamespace()
    {
        var source = Source("", new PushedMetric("orders", DescribedKind.Pod));

        var answer = source.Take(new MetricReported { Readings = [Reading("orders", "1"), Reading("orders", "1") with { Object = new() { Kind = "Pod", Name = "a" } }] });

        Assert.Equal(
            "readings[0].object: is required: the metric describes Pod; readings[1].namespace: is required: a Pod lives in a namespace", answer.Reason);
    }

    [Fact]
    public void Take_TooManySeries_IsRefusedWithTheLimitWhileKnownOnesGoOn()
    {
        var source = Source();
        for (var series = 0; series < 5; series++)
        {
            source.Take(Report(Labelled(series)));
        }

        var answer = source.Take(Report(Labelled(5)));

        Assert.Equal((PushedRefusal.TooMany, 5.0), (answer.Refusal, answer.Problems[0].Limit));
        Assert.Equal(1, source.Take(Report(Labelled(4))).Accepted);
    }

    [Fact]
    public void Take_SeriesOfLabelsThatNeverRepeat_AreForgottenInTime()
    {
        var source = Source();
        for (var series = 0; series < 20; series++)
        {
            Assert.Null(source.Take(Report(Labelled(series))).Refusal);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.True(source.Health.Series <= 5);
    }

    [Fact]
    public async Task RunAsync_ReporterGone_KeepsTheLastSeriesAbsentAndForgetsTheOthers()
    {
        var source = Source();
        source.Take(Report(Labelled(1)));
        source.Take(Report(Labelled(2) with { LifetimeSeconds = 40 }));
        using var stop = new CancellationTokenSource();
        var running = source.RunAsync(stop.Token);

        _clock.Advance(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(() => Task.FromResult(Advance() && source.Health.Series == 1), "the first to be forgotten");

        Assert.StartsWith("pushed shop last reported it at", Value("orders"), StringComparison.Ordinal);
        Assert.Equal("all that was reported is no longer valid", source.Health.Problem);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task DisposeAsync_Source_IsServedNoMore()
    {
        var source = Source();
        source.Take(Report("orders", "1"));

        await source.DisposeAsync();

        Assert.Equal(AbsenceTexts.NoExternalMetrics("orders"), Value("orders"));
        Assert.Equal(PushedRefusal.Forbidden, source.Take(Report("orders", "1")).Refusal);
    }

    private static ReportedReading Reading(string name, string value) => new() { Name = name, Value = value };

    private static ReportedReading Labelled(int series) =>
        Reading("orders", "1") with { Labels = new Dictionary<string, string> { ["n"] = series.ToString(CultureInfo.InvariantCulture) } };

    private static MetricReported Report(string name, string value) => Report(Reading(name, value));

    private static MetricReported Report(ReportedReading reading) => new() { Readings = [reading] };

    private bool Advance()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return true;
    }

    private PushedSource Source(string @namespace = "", params PushedMetric[] metrics)
    {
        var options = new PushedSourceOptions { Metrics = metrics.Length > 0 ? metrics : null, MaxSeries = 5 };
        var source = new PushedSource(options, new SourceSettings { Name = "pushed shop", Scope = new FeedScope(@namespace) }, _table, Some.Tools(_clock));
        _sources.Add(source);
        return source;
    }

    private ExternalAnswer Find(string metric, string @namespace = "any") =>
        _table.FindExternal(@namespace, metric, LabelSelector.Everything, _clock.GetUtcNow());

    private string? Value(string metric, string @namespace = "any") =>
        Find(metric, @namespace) is var answer ? answer.Absence ?? (answer.Series.Count == 1 ? answer.Series[0].Reading.Value.ToString() : null) : null;
}
