using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>When an autoscaler is looked at: periodically with jitter, and at once when something moves, but not without rest.</summary>
public sealed class HorizontalTiming(HorizontalOptions options, TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<ObjectKey, long> _started = new();
    private readonly Lock _lock = new();

    /// <summary>The settings.</summary>
    public HorizontalOptions Options => options;

    /// <summary>Whether scales and status may be written.</summary>
    public bool IsActive => options.Mode == HorizontalMode.Active;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Measures from now on.</summary>
    public TimingWatch Watch() => new(time, time.GetTimestamp());

    /// <summary>Notes that work on an autoscaler begins.</summary>
    public TimingWatch Start(ObjectKey key)
    {
        var start = time.GetTimestamp();
        _started[key] = start;
        return new(time, start);
    }

    /// <summary>How long an autoscaler still has to rest before something that moved may wake it.</summary>
    public TimeSpan RestOf(ObjectKey key) =>
        _started.TryGetValue(key, out var started) ? options.Rest - time.GetElapsedTime(started) : TimeSpan.Zero;

    /// <summary>Forgets an autoscaler that is gone.</summary>
    public void Forget(ObjectKey key) => _started.TryRemove(key, out _);

    /// <summary>The time until the next periodic look, its jitter drawn anew each time.</summary>
    public TimeSpan NextSync(HorizontalPodAutoscaler hpa)
    {
        lock (_lock)
        {
            return options.PeriodOf(hpa) * (1 + (options.SyncJitter * ((2 * random.NextDouble()) - 1)));
        }
    }
}
