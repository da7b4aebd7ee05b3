namespace Autoscale.LocalCluster.Nodes.Usage;

/// <summary>How the usage of a resource moves.</summary>
internal enum ProfileShape
{
    /// <summary>Always the same.</summary>
    Steady,

    /// <summary>Low at the start of each period, high in its middle.</summary>
    Wave,

    /// <summary>One amount after the other, each for a while, around and around.</summary>
    Steps,

    /// <summary>More and more from the start of the container until it starts again.</summary>
    Growth,

    /// <summary>A peak at the start of each period.</summary>
    Bursts,
}
