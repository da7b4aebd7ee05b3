using Autoscale.LocalCluster.Nodes.Images;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>One container on a node: starts its work, watches it end, starts it again with a growing pause. Called for one pod at a time.</summary>
internal sealed class ContainerRun : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    // As often as a kubelet looks for containers that have ended, and as the simulated kernel weighs their memory.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly RestartBackOff _backOff = new();
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

    /// <summary>Whether it takes part in what its workload must do.</summary>
    public bool HasDemand => _settings.Usage.HasDemand;

    /// <summary>What could not be read of its usage.</summary>
    public IReadOnlyList<string> Problems => _settings.Usage.Problems;

    /// <summary>The end that was asked for; completed when none was.</summary>
    public Task Stopping => Task.WhenAll(_ending, _stopping ?? Task.CompletedTask);

    /// <summary>Whether nothing of it runs any more.</summary>
    public bool IsStopped => _stopping is { IsCompleted: true } || (_stopping is null && _ending.IsCompleted && State.Phase is ContainerPhase.Waiting or ContainerPhase.Restarting or ContainerPhase.Ended);

    /// <summary>Moves on as far as the instant allows; returns when it wants to be looked at again, null when it need not.</summary>
    public TimeSpan? Step(DateTimeOffset now)
    {
        if (State.Phase == ContainerPhase.Restarting && now >= _notBefore)
        {
            HoldBack();
        }

        if (State.Phase == ContainerPhase.Waiting && now >= _notBefore && _ending.IsCompleted)
        {
            Begin(now);
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

    /// <summary>Ends the work, if it runs, and begins it again as soon as it has let go what it held; whether it ran.</summary>
    public bool Restart(DateTimeOffset now)
    {
        if (State.Phase != ContainerPhase.Running || _stopping is not null)
        {
            return false;
        }

        Close(now, (0, "Completed", ""), ContainerPhase.Waiting);
        State = State with { BackOff = TimeSpan.Zero };
        return true;
    }

    /// <summary>The memory that it holds while it runs, in bytes: what its work wants within its limit.</summary>
    public long MemoryBytes(DateTimeOffset now) =>
        State.Phase == ContainerPhase.Running && Work is { } work ? Math.Min(work.MemoryBytes(now), _settings.MemoryLimit ?? long.MaxValue) : 0;

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

    private void HoldBack()
    {
        var endedAt = State.End?.EndedAt ?? _notBefore;
        var pause = _backOff.After(endedAt);
        var isHeld = endedAt + pause > _notBefore;
        _notBefore = isHeld ? endedAt + pause : _notBefore;
        _backOff.Restarted(_notBefore);
        State = State with { Phase = ContainerPhase.Waiting, BackOff = isHeld ? pause : TimeSpan.Zero };
    }

    private void Begin(DateTimeOffset now)
    {
        _kill.Dispose();
        _kill = new CancellationTokenSource();
        Work = _image(_settings, now);
        _starting = BeginAsync(Work, _kill.Token);
        State = State with { Phase = ContainerPhase.Starting, BackOff = TimeSpan.Zero, Restarts = State.End is null ? 0 : State.Restarts + 1 };
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
            End(now, 1, "Error", _starting.Exception?.GetBaseException().Message ?? "the start was broken off");
            return;
        }

        State = State with { Phase = ContainerPhase.Running, StartedAt = now, IsReady = _rules.ReadyAfter <= TimeSpan.Zero };
    }

    private TimeSpan? Watch(DateTimeOffset now)
    {
        var age = now - State.StartedAt.GetValueOrDefault(now);
        if (age >= Look && Work?.MemoryBytes(now) > _settings.MemoryLimit)
        {
            End(now, 137, "OOMKilled", "");
            return Pending(now);
        }

        if (_settings.RunsFor is { } lifetime && age >= lifetime)
        {
            End(now, _settings.ExitCode, _settings.ExitCode == 0 ? "Completed" : "Error", "");
            return Pending(now);
        }

        State = State with { IsReady = age >= _rules.ReadyAfter };
        TimeSpan?[] next = [State.IsReady ? null : _rules.ReadyAfter - age, _settings.RunsFor - age, UntilWeighed(now, age)];
        return next.Min();
    }

    // No process holds all its memory the instant it starts.
    private TimeSpan? UntilWeighed(DateTimeOffset now, TimeSpan age) =>
        _settings.MemoryLimit is not { } limit ? null : age < Look ? Look - age : _settings.Usage.UntilWeighed(now, now - age, limit);

    private TimeSpan? Pending(DateTimeOffset now) => State.Phase switch
    {
        ContainerPhase.Waiting or ContainerPhase.Restarting => _notBefore > now ? _notBefore - now : _ending.IsCompleted ? TimeSpan.Zero : Poll,
        ContainerPhase.Starting => Poll,
        _ => null,
    };

    private void End(DateTimeOffset now, int exitCode, string reason, string failure)
    {
        var restarts = _rules.RestartPolicy == "Always" || (_rules.RestartPolicy == "OnFailure" && exitCode != 0);
        Close(now, (exitCode, reason, failure), restarts ? ContainerPhase.Restarting : ContainerPhase.Ended);
        _notBefore = now + Look;
    }

    private void Close(DateTimeOffset now, (int ExitCode, string Reason, string Failure) end, ContainerPhase next)
    {
        // A process that has ended holds nothing any more; the next one begins when its connections are gone.
        if (Work is not null)
        {
            _ending = EndAsync(Work, _kill.Token);
        }

        var hasRun = State.Phase == ContainerPhase.Running;
        _kill.Cancel();
        _notBefore = now;
        State = State with
        {
            Phase = next,
            IsReady = false,
            EndBefore = State.End,
            End = new ContainerEnd(hasRun ? State.StartedAt.GetValueOrDefault(now) : now, now, end.ExitCode, end.Reason, end.Failure),
        };
    }
}
