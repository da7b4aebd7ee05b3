namespace Autoscale.Hpa.Control;

/// <summary>What the horizontal autoscaler may do.</summary>
public enum HorizontalMode
{
    /// <summary>It is off: nothing is read, decided or written.</summary>
    Off,

    /// <summary>It decides and reports, and writes neither scale nor status: another controller is in charge.</summary>
    Observe,

    /// <summary>It decides and acts.</summary>
    Active,
}
