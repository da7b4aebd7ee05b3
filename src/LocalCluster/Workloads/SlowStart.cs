using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Does a thing many times in batches of 1, 2, 4, … and stops after the first batch that had a refusal, so that a quota is not hammered.</summary>
internal static class SlowStart
{
    /// <summary>Does it <paramref name="count"/> times; returns the first refusal, or null.</summary>
    public static async Task<ApiError?> RunAsync(int count, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        for (var (done, batch) = (0, 1); done < count; batch *= 2)
        {
            ApiError? refusal = null;
            for (var i = 0; i < batch && done < count; i++, done++)
            {
                refusal ??= await TryAsync(step, cancellationToken) is { } error ? error : null;
            }

            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private static async Task<ApiError?> TryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
            return null;
        }
        catch (ApiError error)
        {
            return error;
        }
    }
}
