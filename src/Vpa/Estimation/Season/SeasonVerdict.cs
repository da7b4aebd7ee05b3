using System.Globalization;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Whether memory follows a season, and why.</summary>
/// <param name="Hours">The length of the season that is followed; 0 for none.</param>
/// <param name="Reason">What was found, and how the back-test came out.</param>
public sealed record SeasonVerdict(int Hours, string Reason)
{
    private const int Day = 24;
    private const int Week = 168;

    /// <summary>Whether there is a season to follow.</summary>
    public bool IsUsed => Hours > 0;

    /// <summary>Judges peaks: of the seasons whose back-test is better than the plain recommendation's the best is followed.</summary>
    public static SeasonVerdict Of(HourlyPeaks peaks, RecommenderOptions options)
    {
        var tried = SeasonSearch.In(peaks).Select(season => (Season: season, Trial: SeasonBackTest.Run(peaks, season.Hours, options))).ToList();
        var better = tried.Where(one => one.Trial is { } trial && trial.Seasonal.IsBetterThan(trial.Plain))
            .OrderBy(one => one.Trial?.Seasonal.UnderProvisioned).ThenBy(one => one.Trial?.Seasonal.Slack).ToList();
        return better switch
        {
            [({ } season, { } trial), ..] => new(season.Hours, Text($"{Name(season)} is followed: {Told(trial)}")),
            _ => tried is [var (strongest, trial), ..] ? new(0, Refusal(strongest, trial)) : new(0, "no season was found; the plain recommendation holds"),
        };
    }

    private static string Refusal(SeasonCandidate season, SeasonTrial? trial) => trial is { } failed
        ? Text($"{Name(season)} is not followed, since it is not better throughout: {Told(failed)}")
        : Text($"{Name(season)} was found, but history is too short to try it; the plain recommendation holds");

    private static string Name(SeasonCandidate season) => Text($"{Length(season.Hours)} (autocorrelation {season.Strength:0.00})");

    private static string Length(int hours) => hours switch
    {
        Day => "a daily season",
        Week => "a weekly season",
        _ => $"a season of {hours} hours",
    };

    private static string Told(SeasonTrial trial) => Text(
        $"over {trial.Hours} held-out hours {Score(trial.Seasonal)} against {Score(trial.Plain)}");

    private static string Score(SeasonScore score) => Text($"{score.UnderProvisioned} h too little and {score.Slack * 100:0.0} % slack");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
