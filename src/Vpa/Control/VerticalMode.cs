namespace Autoscale.Vpa.Control;

/// <summary>What the vertical autoscaler may do.</summary>
public enum VerticalMode
{
    /// <summary>It is off: nothing is read, recommended or written.</summary>
    Off,

    /// <summary>It recommends and reports, and writes nothing: another recommender is in charge.</summary>
    Observe,

    /// <summary>It recommends and acts.</summary>
    Active,
}
