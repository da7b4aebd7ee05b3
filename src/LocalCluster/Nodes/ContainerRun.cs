using Autoscale.LocalCluster.Nodes.Images;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>One container on a node: starts its work, watches it end, starts it again with a growing pause. Called for one pod at a time.</summary>
internal sealed class ContainerRun : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ContainerRules _rules;
    private readonly Func<ContainerSettings, DateTimeOffset, IContainerWork> _image;
    private ContainerSettings _settings;
    private CancellationTokenSource _kill = new();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private Task _starting = Task.CompletedTask;
    private Task _ending = Task.CompletedTask;
    private Task? _stopping;

    /// <summary>Makes a container that has not started yet.</summary>
    public ContainerRun(ContainerSettings settings, ContainerRules rules, Func<ContainerSettings, DateTimeOffset, IContainerWork> image)
    {
        (_settings, _rules, _image) = (settings, rules, image);
        State = new ContainerState(settings.Container, ContainerPhase.Waiting);
    }

    /// <summary>What it is at present.</summary>
    public ContainerState State { get; private set; }

    /// <summary>The work of the running container; null before its first start.</summary>
    public IContainerWork? Work { get; private set; }

    /// <summary>The end that was asked for; completed when none was.</summary>
    public Task Stopping => Task.WhenAll(_ending, _stopping ?? Task.CompletedTask);

    /// <summary>Whether nothing of it runs any more.</summary>
    public bool IsStopped => _stopping is { IsCompleted: true } || (_stopping is null && _ending.IsCompleted && State.Phase is ContainerPhase.Waiting or ContainerPhase.Ended);

    /// <summary>Moves on as far as the instant allows; returns when it wants to be looked at again, null when it need not.</summary>
    public TimeSpan? Step(DateTimeOffset now)
    {
        if (State.Phase == ContainerPhase.Waiting && now >= _notBefore && _ending.IsCompleted)
        {
            _kill.Dispose();
            _kill = new CancellationTokenSource();
            Work = _image(_settings, now);
            _starting = BeginAsync(Work, _kill.Token);
            State = State with { Phase = ContainerPhase.Starting };
        }

        if (State.Phase == ContainerPhase.Starting && _starting.IsCompleted)
        {
            Started(now);
        }

        return State.Phase == ContainerPhase.Running ? Watch(now) : Pending(now);
    }

    /// <summary>Hands new settings to the work.</summary>
    public void Adjust(ContainerSettings settings, DateTimeOffset now)
    {
        _settings = settings;
        Work?.Adjust(settings, now);
    }

    /// <summary>Ends the work, if it runs, and begins it again as soon as it has let go what it held.</summary>
    public void Restart(DateTimeOffset now)
    {
        if (State.Phase != ContainerPhase.Running || _stopping is not null)
        {
            return;
        }

        Close(now, (ExitCode: 0, Failure: ""), TimeSpan.Zero);
    }

    /// <summary>Asks the work to end, once.</summary>
    public void Stop()
    {
        if (State.Phase is ContainerPhase.Running or ContainerPhase.Starting)
        {
            _stopping ??= Work is null ? Task.CompletedTask : EndAsync(Work, _kill.Token);
        }
    }

    /// <summary>Ends the work at once, whatever it holds.</summary>
    public void Dispose()
    {
        Stop();
        _kill.Cancel();
        _kill.Dispose();
    }

    private static async Task BeginAsync(IContainerWork work, CancellationToken life) => await work.StartAsync(life);

    // What is still starting can be stopped only once it has started: it would go on by itself otherwise.
    private async Task EndAsync(IContainerWork work, CancellationToken life)
    {
        await Task.WhenAny(_starting);
        await work.StopAsync(life);
    }

    private void Started(DateTimeOffset now)
    {
        if (!_starting.IsCompletedSuccessfully)
        {
            End(now, exitCode: 1, _starting.Exception?.GetBaseException().Message ?? "the start was broken off");
            return;
        }

        State = State with { Phase = ContainerPhase.Running, StartedAt = now, IsReady = _rules.ReadyAfter <= TimeSpan.Zero };
    }

    private TimeSpan? Watch(DateTimeOffset now)
    {
        var age = now - State.StartedAt.GetValueOrDefault(now);
        if (_settings.RunsFor is { } lifetime && age >= lifetime)
        {
            End(now, _settings.ExitCode, "");
            return Pending(now);
        }

        State = State with { IsReady = age >= _rules.ReadyAfter };
        var untilReady = State.IsReady ? (TimeSpan?)null : _rules.ReadyAfter - age;
        return _settings.RunsFor - age is { } left && (untilReady is null || left < untilReady) ? left : untilReady;
    }

    private TimeSpan? Pending(DateTimeOffset now) => State.Phase switch
    {
        ContainerPhase.Waiting => _notBefore > now ? _notBefore - now : _ending.IsCompleted ? TimeSpan.Zero : Poll,
        ContainerPhase.Starting => Poll,
        _ => null,
    };

    private void End(DateTimeOffset now, int exitCode, string failure)
    {
        var restarts = _rules.RestartPolicy == "Always" || (_rules.RestartPolicy == "OnFailure" && exitCode != 0);
        var pause = FirstPause * Math.Pow(2, Math.Min(State.Restarts, 10));
        Close(now, (exitCode, failure), !restarts ? null : pause < LongestPause ? pause : LongestPause);
    }

    // With a pause it starts again when that is over, without one never.
    private void Close(DateTimeOffset now, (int ExitCode, string Failure) end, TimeSpan? pause)
    {
        // A process that has ended holds nothing any more; the next one begins when its connections are gone.
        if (Work is not null)
        {
            _ending = EndAsync(Work, _kill.Token);
        }

        _kill.Cancel();
        _notBefore = now + (pause ?? TimeSpan.Zero);
        State = State with
        {
            Phase = pause is null ? ContainerPhase.Ended : ContainerPhase.Waiting,
            IsReady = false,
            EndedAt = now,
            ExitCode = end.ExitCode,
            Failure = end.Failure,
            Restarts = pause is null ? State.Restarts : State.Restarts + 1,
        };
    }
}
