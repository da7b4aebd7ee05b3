using System.Threading.Channels;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Keys that wait for work, in the order of arrival, after client-go's workqueue: a key waits at most once, is never worked on
/// twice at a time, and comes back after its work when it was added meanwhile. Safe for any number of threads.
/// </summary>
public sealed class WorkQueue : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Channel<ObjectKey> _ready = Channel.CreateUnbounded<ObjectKey>();
    private readonly HashSet<ObjectKey> _dirty = [];
    private readonly HashSet<ObjectKey> _processing = [];
    private readonly Dictionary<ObjectKey, int> _failures = [];
    private readonly Dictionary<ObjectKey, TimeSpan> _dueOf = [];
    private readonly PriorityQueue<ObjectKey, TimeSpan> _waiting = new();
    private readonly List<TaskCompletionSource> _idleWaiters = [];
    private readonly WorkQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _start;

    /// <summary>Makes an empty queue that tells the time by the provider.</summary>
    public WorkQueue(TimeProvider time, WorkQueueOptions? options = null)
    {
        _options = options ?? new();
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => AddDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many keys wait to be taken; those that are being worked on or are not due yet do not count.</summary>
    public int Count => _ready.Reader.Count;

    /// <summary>Lets the key be worked on, once however often it is added before that begins.</summary>
    public void Add(ObjectKey key)
    {
        lock (_lock)
        {
            Enqueue(key);
        }
    }

    /// <summary>Adds the key when the delay is over; of several such wishes the earliest counts.</summary>
    public void AddAfter(ObjectKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            if (delay <= TimeSpan.Zero)
            {
                Enqueue(key);
                return;
            }

            var due = Now() + delay;
            if (!_dueOf.TryGetValue(key, out var planned) || due < planned)
            {
                _dueOf[key] = due;
                _waiting.Enqueue(key, due);
                SetTimer();
            }
        }
    }

    /// <summary>Counts a failure and adds the key after a wait that doubles with each; returns the wait.</summary>
    public TimeSpan Retry(ObjectKey key)
    {
        var delay = CountFailure(key);
        AddAfter(key, delay);
        return delay;
    }

    /// <summary>Counts a failure without adding the key; returns how long it should wait.</summary>
    public TimeSpan CountFailure(ObjectKey key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
        }

        // In doubles, which do not overflow however often it failed.
        var ticks = Math.Min(_options.FirstRetry.Ticks * Math.Pow(2, failures), _options.LongestRetry.Ticks);
        return TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>How often the key's work has failed since it was last forgotten.</summary>
    public int Failures(ObjectKey key)
    {
        lock (_lock)
        {
            return _failures.GetValueOrDefault(key);
        }
    }

    /// <summary>Forgets the key's failures: its next one waits the shortest time again.</summary>
    public void Forget(ObjectKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>Waits for a key and takes it; <see cref="Done"/> must follow.</summary>
    public async ValueTask<ObjectKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            _dirty.Remove(key);
            _processing.Add(key);
        }

        return key;
    }

    /// <summary>Ends the work on a key that was taken; when it was added meanwhile, it waits again.</summary>
    public void Done(ObjectKey key)
    {
        lock (_lock)
        {
            _processing.Remove(key);
            if (_dirty.Contains(key))
            {
                _ready.Writer.TryWrite(key);
            }

            if (_dirty.Count + _processing.Count == 0)
            {
                _idleWaiters.ForEach(waiter => waiter.TrySetResult());
                _idleWaiters.Clear();
            }
        }
    }

    /// <summary>Returns once no key waits or is worked on; delayed keys that are not due yet do not count.</summary>
    public Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_dirty.Count + _processing.Count == 0)
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _idleWaiters.Add(waiter);
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops the timer: delayed keys are not added any more.</summary>
    public void Dispose() => _timer.Dispose();

    private void Enqueue(ObjectKey key)
    {
        if (_dirty.Add(key) && !_processing.Contains(key))
        {
            _ready.Writer.TryWrite(key);
        }
    }

    private void AddDue()
    {
        lock (_lock)
        {
            var now = Now();
            while (_waiting.TryPeek(out var key, out var due) && due <= now)
            {
                _waiting.Dequeue();
                if (_dueOf.TryGetValue(key, out var planned) && planned == due)
                {
                    _dueOf.Remove(key);
                    Enqueue(key);
                }
            }

            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_waiting.TryPeek(out _, out var due))
        {
            // Timers count whole milliseconds: rounded up, so that none goes off before its key is due.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling((due - Now()).TotalMilliseconds));
            _timer.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestTimer.Ticks)), Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Now() => _time.GetElapsedTime(_start);
}
