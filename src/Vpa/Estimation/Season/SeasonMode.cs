namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Whether memory may follow a season.</summary>
public enum SeasonMode
{
    /// <summary>Never; the default, as upstream.</summary>
    Off,

    /// <summary>Where one is found and its own back-test is better than the plain recommendation's.</summary>
    On,
}
