namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>The system's time, but limits of several seconds never come: who waits for a turn may wait long.</summary>
internal sealed class PatientTime : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < Longest ? dueTime : Timeout.InfiniteTimeSpan, period);
}
