namespace Autoscale.Vpa.Estimation.Season;

/// <summary>A season that the data may have.</summary>
/// <param name="Hours">Its length, a divisor of the 168 hours of a week.</param>
/// <param name="Strength">The autocorrelation at that lag, up to 1.</param>
internal readonly record struct SeasonCandidate(int Hours, double Strength);
