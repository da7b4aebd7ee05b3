namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>A container that does nothing but use what an annotation says; a change counts from the instant that it is seen.</summary>
internal sealed class IdleWork(ContainerSettings settings, DateTimeOffset start) : IContainerWork
{
    private readonly Lock _lock = new();
    private ContainerSettings _settings = settings;
    private DateTimeOffset _since = start;
    private double _used;

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
    public long MemoryBytes(DateTimeOffset now) => _settings.IdleBytes;

    /// <inheritdoc />
    public void Adjust(ContainerSettings settings, DateTimeOffset now)
    {
        lock (_lock)
        {
            Settle(now);
            _settings = settings;
        }
    }

    private void Settle(DateTimeOffset now)
    {
        if (now > _since)
        {
            _used += (now - _since).TotalSeconds * _settings.IdleCores;
            _since = now;
        }
    }
}
