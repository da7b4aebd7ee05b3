namespace Autoscale.Vpa.Cooperating;

/// <summary>How one resource stands: by which rule it may or may not move, and that in a sentence.</summary>
public sealed record ResourceStanding(string Resource, MoveRule Rule, string Message)
{
    /// <summary>Whether requests may be raised.</summary>
    public bool MayRise { get; init; }

    /// <summary>Whether requests may be lowered.</summary>
    public bool MayFall { get; init; }

    /// <summary>Whether pods are needed too much now to be taken away for anything less than a kill.</summary>
    public bool IsBurst => Rule is MoveRule.Scaling or MoveRule.ScaledLately;

    /// <summary>Whether it waits altogether.</summary>
    public bool Waits => !MayRise && !MayFall;

    // Of several horizontal autoscalers of one resource the strictest counts.
    internal int Strictness => (MayRise ? 0 : 2) + (MayFall ? 0 : 1);
}
