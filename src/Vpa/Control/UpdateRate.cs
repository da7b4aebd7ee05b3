using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>Lets so many changes a second through, and a burst after a rest; all of them, until the deadline, where there is no limit.</summary>
internal sealed class UpdateRate(UpdaterOptions options, TimeProvider time)
{
    private double _tokens = options.EvictionBurst;
    private DateTimeOffset _filledAt = time.GetUtcNow();

    /// <summary>Waits for its turn; false, at once, when that comes after the deadline.</summary>
    public async Task<bool> TryWaitAsync(DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (options.EvictionRate <= 0)
        {
            return now <= deadline;
        }

        _tokens = Math.Min(options.EvictionBurst, _tokens + ((now - _filledAt).TotalSeconds * options.EvictionRate));
        _filledAt = now;
        var wait = TimeSpan.FromSeconds(Math.Max(0, (1 - _tokens) / options.EvictionRate));
        if (now + wait > deadline)
        {
            return false;
        }

        _tokens--;
        await Task.Delay(wait, time, cancellationToken);
        return true;
    }
}
