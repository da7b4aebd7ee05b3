namespace Autoscale.Vpa.Updating;

/// <summary>Which pods are worth a change, the most urgent first.</summary>
internal static class UpdateOrder
{
    /// <summary>Sorts the pods that are to be changed; the others are left, each with its reason.</summary>
    public static IReadOnlyList<(PodCandidate Candidate, UpdateReason Reason)> Of(
        IEnumerable<PodCandidate> candidates, RoundFacts facts, UpdateMemory memory, UpdaterOptions options, Action<PodCandidate, UpdateReason> leave)
    {
        var accepted = new List<(PodCandidate Candidate, UpdateAcceptance Acceptance)>();
        foreach (var candidate in candidates)
        {
            var acceptance = UpdateAcceptance.Of(candidate, facts, memory, options);
            if (!acceptance.IsAccepted)
            {
                leave(candidate, acceptance.Reason);
            }
            else if (!EvictionRequirements.Admit(candidate.Pod, facts.Vpa.Spec.UpdatePolicy, candidate.Recommendation))
            {
                leave(candidate, UpdateReason.RequirementsNotMet);
            }
            else
            {
                accepted.Add((candidate, acceptance));
            }
        }

        // Pods of one urgency stay in their order, as upstream's sort leaves up to a dozen.
        return [.. accepted.OrderBy(entry => entry.Acceptance.Priority, UpdatePriority.MostUrgentFirst).Select(entry => (entry.Candidate, entry.Acceptance.Reason))];
    }
}
