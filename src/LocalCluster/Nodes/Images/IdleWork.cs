using Autoscale.LocalCluster.Nodes.Usage;

namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>A container that does nothing but use what annotations say; a change counts from the instant that it is seen.</summary>
internal sealed class IdleWork(ContainerSettings settings, DateTimeOffset start) : IContainerWork
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _startedAt = start;
    private ContainerSettings _settings = settings;
    private DateTimeOffset _since = start;
    private double _used;
    private int _sharers;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public double CpuSeconds(DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            return _used;
        }
    }

    /// <inheritdoc />
    public long MemoryBytes(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _settings.Usage.BytesAt(now, _startedAt, _sharers);
        }
    }

    /// <inheritdoc />
    public void Adjust(ContainerSettings settings, DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            _settings = settings;
        }
    }

    /// <inheritdoc />
    public void Share(int sharers, DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            _sharers = sharers;
        }
    }

    private void Settle(DateTimeOffset now)
    {
        if (now <= _since)
        {
            return;
        }

        var (usage, limit) = (_settings.Usage, _settings.CpuLimit ?? double.MaxValue);
        _used += UsageProfile.Sum(at => Math.Min(usage.CoresAt(at, _startedAt, _sharers), limit), usage.AreCoresSteady, _since, now);
        _since = now;
    }
}
