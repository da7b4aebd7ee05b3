using Autoscale.Vpa.Cooperating;

namespace Autoscale.Vpa.Updating;

/// <summary>Why nothing may be evicted: in one word, as of conditions, and in a sentence.</summary>
public sealed record EvictionHold(string Reason, string Message)
{
    /// <summary>The hold while a horizontal autoscaler needs every pod; null while none does.</summary>
    public static EvictionHold? Of(CooperationVerdict verdict) =>
        verdict is { IsBurst: true, Condition: { } burst } ? new(burst.Reason ?? "", burst.Message ?? "") : null;
}
