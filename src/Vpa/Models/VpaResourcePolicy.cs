using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>What may be recommended.</summary>
public sealed record VpaResourcePolicy
{
    /// <summary>The policies; one named * is for containers without their own.</summary>
    public IReadOnlyList<ContainerResourcePolicy> ContainerPolicies { get => field ?? []; init => field = value.Filled(); }
}
