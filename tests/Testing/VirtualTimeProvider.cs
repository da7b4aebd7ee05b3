namespace Autoscale.Testing;

/// <summary>A clock that stands still until it is advanced; timers fire on the advancing thread in order of their due times.</summary>
public sealed class VirtualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _due = new();
    private DateTimeOffset _now = start;
    private long _order;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var target = GetUtcNow() + by;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = target > _now ? target : _now;
        }
    }

    private void Schedule(VirtualTimer timer, DateTimeOffset due)
    {
        lock (_lock)
        {
            timer.Due = due;
            _due.Enqueue(timer, (due, _order++));
        }
    }

    private VirtualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_lock)
        {
            while (_due.TryPeek(out var timer, out var at) && at.Due <= target)
            {
                _due.Dequeue();
                if (timer.Due == at.Due)
                {
                    _now = at.Due > _now ? at.Due : _now;
                    timer.Due = null;
                    return timer;
                }
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualTimeProvider owner, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                owner.Schedule(this, owner.GetUtcNow() + _period);
            }

            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Due = null;
            if (dueTime >= TimeSpan.Zero)
            {
                owner.Schedule(this, owner.GetUtcNow() + dueTime);
            }

            return true;
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
