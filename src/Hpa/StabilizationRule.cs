namespace Autoscale.Hpa;

/// <summary>Whether earlier recommendations changed the present one.</summary>
public enum StabilizationRule
{
    /// <summary>They did not.</summary>
    None,

    /// <summary>A lower recommendation of the window holds replicas down.</summary>
    ScaleUpStabilized,

    /// <summary>A higher recommendation of the window holds replicas up.</summary>
    ScaleDownStabilized,
}
