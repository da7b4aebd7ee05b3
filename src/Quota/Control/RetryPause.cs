namespace Autoscale.Quota.Control;

/// <summary>Waits between tries that somebody else was faster than: none, then some milliseconds at random, more with each try up to 50 ms.</summary>
internal sealed class RetryPause(TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);
    private const int MostSteps = 25;

    private readonly Random _random = new();
    private int _tries;

    /// <summary>Waits as long as the next try shall.</summary>
    public Task WaitAsync()
    {
        var steps = Math.Min(_tries, MostSteps);
        _tries = steps + 1;
        return steps == 0 ? Task.CompletedTask : Task.Delay(Step * (steps * _random.NextDouble()), time, CancellationToken.None);
    }
}
