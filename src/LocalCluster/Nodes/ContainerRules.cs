namespace Autoscale.LocalCluster.Nodes;

/// <summary>When a container counts as ready after its start, and whether it is started again: Always, OnFailure or Never.</summary>
internal readonly record struct ContainerRules(TimeSpan ReadyAfter, string RestartPolicy);
