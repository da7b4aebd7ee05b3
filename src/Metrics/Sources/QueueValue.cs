using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>One number of a queue, or why there is none; when it was measured and over which span.</summary>
internal readonly record struct QueueValue(Quantity Value, QueueAbsence Why, DateTimeOffset Time, TimeSpan? Window = null)
{
    /// <summary>No number.</summary>
    public static QueueValue Absent(QueueAbsence why, DateTimeOffset time) => new(default, why, time);

    /// <summary>A whole number.</summary>
    public static QueueValue Of(long number, DateTimeOffset time) => new(Quantity.FromLong(number), QueueAbsence.None, time);

    /// <summary>A number in thousandths; what is too large for them is the largest.</summary>
    public static QueueValue Of(double number, DateTimeOffset time, TimeSpan? window) =>
        new(Quantity.FromMilli(Saturated(number * 1000)), QueueAbsence.None, time, window);

    // A conversion of a larger double to a long is not defined.
    private static long Saturated(double number) => number >= 9.2e18 ? long.MaxValue : (long)Math.Round(number);
}
