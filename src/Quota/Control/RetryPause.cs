namespace Autoscale.Quota.Control;

/// <summary>Waits between tries: none, then some milliseconds at random, more with each try; up to 50 ms where somebody else was faster, ten times that where the API fails.</summary>
internal sealed class RetryPause(TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);
    private const int MostSteps = 25;
    private const int Tenfold = 10;

    private readonly Random _random = new();
    private int _tries;

    /// <summary>Waits as long as the next try shall.</summary>
    public Task WaitAsync(bool hasFailed = false)
    {
        var steps = Math.Min(_tries, MostSteps);
        _tries = steps + 1;
        return steps == 0 ? Task.CompletedTask : Task.Delay(Step * (steps * (hasFailed ? Tenfold : 1) * _random.NextDouble()), time, CancellationToken.None);
    }
}
