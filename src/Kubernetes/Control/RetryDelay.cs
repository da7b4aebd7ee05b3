namespace Autoscale.Kubernetes.Control;

/// <summary>Waits that double from one failure to the next, with jitter so that many clients do not come back at once.</summary>
internal sealed class RetryDelay(TimeSpan first, TimeSpan longest, Random random)
{
    private int _failures;

    /// <summary>Whether nothing has failed since the last success.</summary>
    public bool IsFresh => _failures == 0;

    /// <summary>How long to wait now: between one and two times the current step.</summary>
    public TimeSpan Next()
    {
        var step = first * Math.Pow(2, _failures);
        _failures = step < longest ? _failures + 1 : _failures;
        return (step < longest ? step : longest) * (1 + random.NextDouble());
    }

    /// <summary>Begins anew after a success.</summary>
    public void Reset() => _failures = 0;
}
