using Autoscale.Vpa.Updating;

namespace Autoscale.Explains;

/// <summary>What would become of one pod, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Containers">What its containers have, and should have.</param>
/// <param name="Decision">What the updater would do; null where it does not look at the pod at all.</param>
internal sealed record PodExplanation(string Name, IReadOnlyList<ContainerChange> Containers, UpdateDecision? Decision);
