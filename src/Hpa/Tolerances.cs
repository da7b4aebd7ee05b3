namespace Autoscale.Hpa;

/// <summary>How far usage may be from its target, as a fraction per direction, before replicas change.</summary>
public readonly record struct Tolerances(double Down, double Up)
{
    /// <summary>Whether a ratio of usage to target is close enough to 1; never for NaN.</summary>
    public bool Cover(double ratio) => 1.0 - Down <= ratio && ratio <= 1.0 + Up;
}
