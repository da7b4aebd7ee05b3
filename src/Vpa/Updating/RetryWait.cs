namespace Autoscale.Vpa.Updating;

/// <summary>How long something that failed is not tried again: a minute at first unless said otherwise, twice as long each time, an hour at most.</summary>
/// <param name="Failures">Times that it failed in a row; 0 for none.</param>
/// <param name="Until">When it may be tried again.</param>
internal readonly record struct RetryWait(int Failures, DateTimeOffset Until)
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Whether it is too early to try.</summary>
    public bool Holds(DateTimeOffset now) => Failures > 0 && now < Until;

    /// <summary>After one failure more.</summary>
    public RetryWait Next(DateTimeOffset now, TimeSpan? first = null)
    {
        var wait = (first ?? First) * Math.Pow(2, Math.Min(Failures, 10));
        return new(Failures + 1, now + (wait < Longest ? wait : Longest));
    }
}
