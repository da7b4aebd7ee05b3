namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>
/// autoscale.local/http-worker: serves requests that cost CPU_PER_REQUEST each (CPU time, default 20ms), one after another at the speed of its CPU limit
/// (1 core without one); what it cannot serve at once waits in line.
/// </summary>
internal sealed class HttpWorker(ContainerSettings settings, TimeProvider time) : IContainerWork
{
    /// <summary>The image that stands for this work.</summary>
    public const string Image = "autoscale.local/http-worker";

    private static readonly TimeSpan DefaultCost = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly IdleWork _idle = new(settings, time.GetUtcNow());
    private ContainerSettings _settings = settings;
    private DateTimeOffset _settledAt = time.GetUtcNow();
    private double _waiting;
    private double _used;
    private bool _isStopping;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes requests in line; returns when the last of them is answered, or null when the worker takes none any more.</summary>
    public DateTimeOffset? Serve(int requests, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return null;
            }

            Settle(now);
            _waiting += requests * _settings.Duration("CPU_PER_REQUEST", DefaultCost).TotalSeconds;
            return EmptyAt();
        }
    }

    /// <summary>How long a request that came now would wait for its turn.</summary>
    public TimeSpan Backlog(DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            return EmptyAt() - now;
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset end;
        lock (_lock)
        {
            _isStopping = true;
            Settle(time.GetUtcNow());
            end = EmptyAt();
        }

        var left = end - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public double CpuSeconds(DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            return _used + _idle.CpuSeconds(now);
        }
    }

    /// <inheritdoc />
    public long MemoryBytes(DateTimeOffset now) => _idle.MemoryBytes(now);

    /// <inheritdoc />
    public void Share(int sharers, DateTimeOffset now) => _idle.Share(sharers, now);

    /// <inheritdoc />
    public void Adjust(ContainerSettings settings, DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            _settings = settings;
            _idle.Adjust(settings, now);
        }
    }

    private double Speed => _settings.CpuLimit ?? 1;

    private DateTimeOffset EmptyAt() => _settledAt + TimeSpan.FromSeconds(Math.Min(_waiting / Speed, TimeSpan.FromDays(1).TotalSeconds));

    private void Settle(DateTimeOffset now)
    {
        if (now <= _settledAt)
        {
            return;
        }

        var served = Math.Min(_waiting, (now - _settledAt).TotalSeconds * Speed);
        _waiting -= served;
        _used += served;
        _settledAt = now;
    }
}
