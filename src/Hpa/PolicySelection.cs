namespace Autoscale.Hpa;

/// <summary>Which of several policies counts.</summary>
public enum PolicySelection
{
    /// <summary>The one that allows the largest change.</summary>
    Max,

    /// <summary>The one that allows the smallest change.</summary>
    Min,

    /// <summary>None: the direction is switched off.</summary>
    Disabled,
}
