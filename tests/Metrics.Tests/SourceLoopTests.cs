using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class SourceLoopTests : IAsyncLifetime
{
    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly CancellationTokenSource _stop = new();
    private readonly MetricTable _table = new();
    private readonly LinesLogged _log = new();
    private ScriptedSource _source = null!;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        var tools = Some.Tools(_clock) with { Loggers = _log };
        _source = new ScriptedSource(_table, new SourceSettings { Name = "s" }, new SourceConnection { Password = "hunter2" }, tools);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running.IsCompleted ? Task.FromCanceled(_stop.Token) : _running);
    }

    [Fact]
    public async Task RunAsync_CheapAnswers_AsksEverySecond()
    {
        _running = _source.RunAsync(_stop.Token);

        await PassAsync(seconds: 3);

        Assert.Equal(4, _source.Asked);
        Assert.Equal("3", Depth());
        var healthy = new SourceHealth(null, _clock.GetUtcNow(), 1, TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => Task.FromResult(_source.Health == healthy), "its health", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task RunAsync_NobodyLooks_AsksEveryFifteenSecondsUntilSomebodyDoes()
    {
        _source.IsWatched = false;
        _running = _source.RunAsync(_stop.Token);

        await PassAsync(seconds: 14);
        Assert.Equal(1, _source.Asked);
        _source.Loop.Wake();

        await Eventually.TrueAsync(() => Task.FromResult(_source.Asked == 2), "the next question", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task RunAsync_WokenAgainAndAgain_StillKeepsTheShortestPeriod()
    {
        _running = _source.RunAsync(_stop.Token);

        _source.Loop.Wake();
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        _source.Loop.Wake();

        Assert.Equal(1, _source.Asked);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(() => Task.FromResult(_source.Asked == 2), "the next question", TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task AskAsync_Failures_AreAbsencesThatAreAskedLessAndLess()
    {
        _source.Answer = _ => throw new InvalidDataException("it said: no hunter2\nhere");

        var rests = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            rests.Add((await _source.Loop.AskAsync(default)).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 15, 15], rests);
        Assert.Equal("it said: no *** here", Depth());
        Assert.Equal("it said: no *** here", _source.Health.Problem);
        Assert.Single(_log.Lines);
        Assert.DoesNotContain("hunter2", string.Concat(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_AfterFailures_RecoversAtOnceAndSaysSo()
    {
        var changes = 0;
        _source.HealthChanged += () => changes++;
        var good = _source.Answer;
        _source.Answer = _ => throw new IOException("cut short");
        await _source.Loop.AskAsync(default);

        _source.Answer = good;
        await _source.Loop.AskAsync(default);
        await _source.Loop.AskAsync(default);

        Assert.Equal("3", Depth());
        Assert.Null(_source.Health.Problem);
        Assert.Equal(2, changes);
        Assert.Equal("Information 1501 Reading the metrics of s ", _log.Lines.Last());
    }

    [Fact]
    public async Task AskAsync_NoAnswerWithinTheDeadline_IsAbsent()
    {
        _source.Answer = async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
            return [];
        };

        var asking = _source.Loop.AskAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await asking;

        Assert.Equal("no whole answer within 5 s", Depth());
    }

    [Fact]
    public async Task AskAsync_ExpensiveAnswer_IsAskedForLessOften()
    {
        _source.Bytes = 100 << 20;

        Assert.Equal(TimeSpan.FromSeconds(15), await _source.Loop.AskAsync(default));
    }

    [Fact]
    public async Task AskAsync_Cancelled_LeavesTheTableAlone()
    {
        await _source.Loop.AskAsync(default);
        await _stop.CancelAsync();
        _source.Answer = token => throw new OperationCanceledException(token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _source.Loop.AskAsync(_stop.Token));

        Assert.Equal("3", Depth());
    }

    // The loop goes on on another thread: the clock waits for it before every second.
    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            var asked = _source.Asked;
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (_source.IsWatched)
            {
                await Eventually.TrueAsync(() => Task.FromResult(_source.Asked > asked), "the next question", TimeSpan.FromMinutes(3));
            }
        }
    }

    private string? Depth()
    {
        var answer = _table.FindExternal("any", "depth", LabelSelector.Everything, Some.Time);
        return answer.Absence ?? answer.Series.Single().Reading.Value.ToString();
    }
}
