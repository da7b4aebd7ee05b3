namespace Autoscale.Hpa;

/// <summary>Holds a recommendation against those of the recent past, as upstream: two rules, with and without behavior.</summary>
public static class StabilizationWindow
{
    /// <summary>Without behavior the highest recommendation of the window counts; its far edge belongs to it.</summary>
    public static Stabilized Legacy(ScalingHistory history, int proposal, TimeSpan window, DateTimeOffset now)
    {
        var cutoff = now - window;
        var highest = proposal;
        foreach (var past in history.Recommendations)
        {
            highest = past.Time >= cutoff && past.Replicas > highest ? past.Replicas : highest;
        }

        var rule = highest == proposal ? StabilizationRule.None : StabilizationRule.ScaleDownStabilized;
        return new(highest, rule, history.WithRecommendation(proposal, now, cutoff));
    }

    /// <summary>
    /// With behavior the present count stays while it lies between the lowest recommendation of the upward window and the highest
    /// of the downward one; the far edges do not belong to the windows.
    /// </summary>
    public static Stabilized WithBehavior(
        ScalingHistory history, (int Current, int Proposal) replicas, (TimeSpan Up, TimeSpan Down) windows, DateTimeOffset now)
    {
        var (current, proposal) = replicas;
        var (upCutoff, downCutoff) = (now - windows.Up, now - windows.Down);
        var (lowest, highest) = (proposal, proposal);
        foreach (var past in history.Recommendations)
        {
            lowest = past.Time > upCutoff && past.Replicas < lowest ? past.Replicas : lowest;
            highest = past.Time > downCutoff && past.Replicas > highest ? past.Replicas : highest;
        }

        var result = Math.Min(Math.Max(current, lowest), highest);
        var next = history.WithRecommendation(proposal, now, upCutoff < downCutoff ? upCutoff : downCutoff);
        return new(result, result == proposal ? StabilizationRule.None : RuleOf(current, proposal), next);
    }

    private static StabilizationRule RuleOf(int current, int proposal) =>
        proposal >= current ? StabilizationRule.ScaleUpStabilized : StabilizationRule.ScaleDownStabilized;
}
