using Autoscale.Admission;

namespace Autoscale.Quota;

/// <summary>Which writes quotas want to see.</summary>
public static class QuotaRules
{
    /// <summary>Every create, and the updates that can change what an object costs.</summary>
    public static IReadOnlyList<AdmissionRule> Validates { get; } =
    [
        new([AdmissionOperation.Create], ["*"], ["*"]),
        new([AdmissionOperation.Update], [""], ["pods", "pods/resize", "persistentvolumeclaims", "persistentvolumeclaims/status", "services"]),
        new([AdmissionOperation.Update], ["resource.k8s.io"], ["resourceclaims"]),
    ];
}
