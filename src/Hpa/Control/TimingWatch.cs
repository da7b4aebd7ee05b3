namespace Autoscale.Hpa.Control;

/// <summary>Measures the time since a piece of work began.</summary>
public readonly struct TimingWatch(TimeProvider time, long start)
{
    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);
}
