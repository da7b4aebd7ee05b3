using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

/// <summary>A source that never says anything, healthy or not as a test wants.</summary>
internal sealed class SilentSource(string name) : ISource
{
    private SourceHealth _health = SourceHealth.Unread;

    public event Action? HealthChanged;

    public string Name => name;

    public SourceHealth Health
    {
        get => _health;
        set
        {
            _health = value;
            HealthChanged?.Invoke();
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
