using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>One autoscaler in a round.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Facts">What is decided from.</param>
/// <param name="Cooperation">How it stands beside horizontal autoscalers; null where there is none.</param>
/// <param name="Unmanaged">Pods that it selects and nobody would make again.</param>
internal sealed record UpdateSubject(ObjectKey Key, RoundFacts Facts, VpaCondition? Cooperation, int Unmanaged);
