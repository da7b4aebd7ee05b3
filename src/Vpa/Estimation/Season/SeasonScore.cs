namespace Autoscale.Vpa.Estimation.Season;

/// <summary>How requests would have fared on held-out hours.</summary>
/// <param name="UnderProvisioned">Hours in which more was used than requested.</param>
/// <param name="Slack">What was requested and not used, as a fraction of what was requested, 0 to 1.</param>
public readonly record struct SeasonScore(int UnderProvisioned, double Slack)
{
    private const double WorthIt = 0.01;

    /// <summary>Whether this is no worse in either and better in one: by an hour, or by a hundredth of slack.</summary>
    public bool IsBetterThan(SeasonScore other) =>
        UnderProvisioned <= other.UnderProvisioned && Slack <= other.Slack
        && (UnderProvisioned < other.UnderProvisioned || Slack <= other.Slack - WorthIt);
}
