namespace Autoscale.Vpa.Estimation.Season;

/// <summary>How a season and the plain recommendation fared over the same held-out hours.</summary>
public readonly record struct SeasonTrial(int Hours, SeasonScore Plain, SeasonScore Seasonal);
