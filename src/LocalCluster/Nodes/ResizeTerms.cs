namespace Autoscale.LocalCluster.Nodes;

/// <summary>How long a node takes to carry out a resize, and what is in its way then ("" when nothing is).</summary>
internal readonly record struct ResizeTerms(TimeSpan Delay, Func<string> Obstacle);
