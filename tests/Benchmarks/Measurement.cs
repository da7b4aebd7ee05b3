namespace Autoscale.Benchmarks;

/// <summary>The median time of one operation on one thread, and what it allocates.</summary>
internal readonly record struct Measurement(double Microseconds, long AllocatedBytes)
{
    private const int Samples = 501;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    // Short, so that the median is of samples that nobody interrupted.
    private static readonly TimeSpan PerSample = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs the operation until the compiler is done with it, then measures batches of it.</summary>
    public static Measurement Of(Action operation)
    {
        var batch = Warm(operation);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var times = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            times[i] = Time(operation, batch).TotalMicroseconds / batch;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        return new(times[Samples / 2], allocated / ((long)batch * Samples));
    }

    /// <summary>Times a number of runs.</summary>
    public static TimeSpan Time(Action operation, int runs)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            operation();
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    // Returns how many runs fill one sample.
    private static int Warm(Action operation)
    {
        var (runs, spent) = (0, TimeSpan.Zero);
        while (spent < WarmUp)
        {
            spent += Time(operation, 1);
            runs++;
        }

        return Math.Max(1, (int)(runs * (PerSample / spent)));
    }
}
