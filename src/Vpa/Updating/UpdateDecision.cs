namespace Autoscale.Vpa.Updating;

/// <summary>What is to become of a pod, and why.</summary>
/// <param name="Candidate">The pod, and what it should have.</param>
/// <param name="Action">What is done.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">More about it for people, e.g. which quota; "" for nothing.</param>
public sealed record UpdateDecision(PodCandidate Candidate, UpdateAction Action, UpdateReason Reason, string Detail = "")
{
    /// <summary>Of evictions that are held back, why, in one word; "" of all others.</summary>
    public string Hold { get; init; } = "";
}
