namespace Autoscale.Quota.Control;

/// <summary>What becomes of a write: allowed, refused and why, or not decided in time.</summary>
/// <param name="Refusal">Why it is refused, as it stands after "is forbidden: "; null otherwise.</param>
/// <param name="IsDecided">False when the time was not enough: nothing is known about the write.</param>
public readonly record struct QuotaAnswer(string? Refusal, bool IsDecided)
{
    /// <summary>The write may go on; what it costs is charged.</summary>
    public static QuotaAnswer Allowed { get; } = new(null, true);

    /// <summary>The time was not enough.</summary>
    public static QuotaAnswer TimedOut { get; } = new(null, false);

    /// <summary>The write is refused.</summary>
    public static QuotaAnswer Refused(string why) => new(why, true);
}
