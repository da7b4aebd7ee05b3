namespace Autoscale.Quota.Control;

/// <summary>Tells the moments of one run of the program.</summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Now.</summary>
    public Moment Now => new(time.GetUtcNow(), time.GetElapsedTime(_start));
}
