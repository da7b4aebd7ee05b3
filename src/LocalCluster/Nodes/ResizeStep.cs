using Autoscale.Kubernetes.Control;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a step of a resize has to tell, and when the next one is due (null: with the next change).</summary>
internal readonly record struct ResizeStep(IReadOnlyList<EventNote> Notes, TimeSpan? Next);
