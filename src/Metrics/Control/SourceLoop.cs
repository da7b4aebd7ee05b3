using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks one source period after period, each time with a deadline: as often as its answers are cheap (<see cref="SourcePace"/>) and
/// less often while it fails. Every failure is one line of reason without credentials.
/// </summary>
public sealed partial class SourceLoop(SourceLoopOptions options, SourceTools tools)
{
    private readonly ILogger _logger = tools.Loggers.CreateLogger<SourceLoop>();
    private readonly Func<SourcePace> _pace = options.Pace;
    private volatile TaskCompletionSource _woken = NewSignal();
    private volatile SourceHealth _health = SourceHealth.Unread;
    private int _failures;

    /// <summary>The health changed in more than the moment of the last reading; called on the loop's thread.</summary>
    public event Action? HealthChanged;

    /// <summary>How the source fares at this moment.</summary>
    public SourceHealth Health => _health;

    /// <summary>Asks until cancelled, one question after the other.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = tools.Time.GetTimestamp();
            _woken = NewSignal();
            var period = await AskAsync(cancellationToken);
            await RestAsync(start, period, cancellationToken);
        }
    }

    /// <summary>Asks once and puts the answer, or why there is none, into the table; says when to ask again.</summary>
    public async Task<TimeSpan> AskAsync(CancellationToken cancellationToken)
    {
        var (answer, problem, took) = await EnterAndReadAsync(cancellationToken);
        tools.Telemetry.Read(options.Kind, answer is not null, took);
        if (answer is not null)
        {
            _failures = 0;
            answer.Publish();
            var period = _pace().Next(new SourceCost(took, answer.Bytes), options.IsWatched());
            Tell(new SourceHealth(answer.Problem, tools.Time.GetUtcNow(), answer.Series, period));
            return period;
        }

        _failures = _failures < int.MaxValue ? _failures + 1 : _failures;
        options.Fail(problem ?? "", tools.Time.GetUtcNow());
        var rest = _pace().AfterFailures(_failures);
        Tell(_health with { Problem = problem, Series = 0, Period = rest });
        return rest;
    }

    /// <summary>Asks again at once (though never before the shortest period is over), because somebody looks at something new.</summary>
    public void Wake() => _woken.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<(SourceAnswer? Answer, string? Problem, TimeSpan Took)> EnterAndReadAsync(CancellationToken cancellationToken)
    {
        await (options.Gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        try
        {
            var start = tools.Time.GetTimestamp();
            var (answer, problem) = await TryReadAsync(cancellationToken);
            return (answer, problem, tools.Time.GetElapsedTime(start));
        }
        finally
        {
            options.Gate?.Release();
        }
    }

    // What is told to those who look at the table is told outside: their defects are not the source's.
    private async Task<(SourceAnswer? Answer, string? Problem)> TryReadAsync(CancellationToken cancellationToken)
    {
        var limit = options.Settings.EffectiveDeadline;
        using var deadline = new CancellationTokenSource(limit, tools.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return (await options.ReadAsync(both.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no whole answer within {limit.TotalSeconds} s");
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            // Streams that are cut by the deadline complain in their own words.
            return (null, $"no whole answer within {limit.TotalSeconds} s");
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return (null, SourceFailure.Reason(problem, options.Connection.Hide));
        }
    }

    private async Task RestAsync(long start, TimeSpan period, CancellationToken cancellationToken)
    {
        using (var resting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(DelayAsync(start, period, resting.Token), _woken.Task);
            await resting.CancelAsync();
        }

        await DelayAsync(start, _pace().Least, cancellationToken);
    }

    private Task DelayAsync(long start, TimeSpan period, CancellationToken cancellationToken)
    {
        var rest = period - tools.Time.GetElapsedTime(start);
        return Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, tools.Time, cancellationToken);
    }

    private void Tell(SourceHealth now)
    {
        var before = _health;
        _health = now;
        if (now.Problem is { } problem && problem != before.Problem)
        {
            Log.Lost(_logger, options.Settings.Name, problem);
        }
        else if (now.Problem is null && before.Problem is not null)
        {
            Log.Read(_logger, options.Settings.Name);
        }

        if (now.DiffersFrom(before))
        {
            HealthChanged?.Invoke();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1500, LogLevel.Warning, "No metrics, or not all, from {Source}: {Reason}")]
        public static partial void Lost(ILogger logger, string source, string reason);

        [LoggerMessage(1501, LogLevel.Information, "Reading the metrics of {Source}")]
        public static partial void Read(ILogger logger, string source);
    }
}
