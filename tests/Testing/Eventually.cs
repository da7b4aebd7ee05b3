namespace Autoscale.Testing;

/// <summary>Waits for what real servers and processes do in their own time.</summary>
public static class Eventually
{
    // Nobody waits for it who need not: it ends what hangs, on a machine that others use, too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Asks every 50 ms until the probe gives a value; throws with the description after the time limit.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe, string description, TimeSpan? limit = null)
        where T : class
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (true)
        {
            if (await probe() is { } value)
            {
                return value;
            }

            if (time.GetElapsedTime(start) > (limit ?? Patience))
            {
                throw new TimeoutException($"waited in vain for: {description}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, CancellationToken.None);
        }
    }

    /// <summary>Asks every 50 ms until the claim is true; throws with the description after the time limit.</summary>
    public static Task TrueAsync(Func<Task<bool>> claim, string description, TimeSpan? limit = null) =>
        GetAsync(async () => await claim() ? "" : null, description, limit);
}
