using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Validating;

/// <summary>Which fields of autoscalers may be used that VPA 1.7 has behind gates.</summary>
/// <param name="StartupBoost">startupBoost.</param>
/// <param name="InPlace">The mode InPlace.</param>
/// <param name="PerVpaConfig">Settings of out-of-memory kills and of memory.</param>
internal readonly record struct VpaGates(bool StartupBoost, bool InPlace, bool PerVpaConfig)
{
    /// <summary>What a change of an autoscaler may use: also what it used before.</summary>
    public VpaGates With(VerticalPodAutoscaler before)
    {
        var entries = before.Spec.ResourcePolicy?.ContainerPolicies ?? [];
        return new(
            StartupBoost || before.Spec.StartupBoost?.Cpu is not null || entries.Any(entry => entry.StartupBoost is not null),
            InPlace || before.Spec.UpdatePolicy?.UpdateMode == UpdateModes.InPlace,
            PerVpaConfig || before.Spec.UpdatePolicy?.EvictAfterOOMSeconds is not null || entries.Any(HasOwnSettings));
    }

    private static bool HasOwnSettings(ContainerResourcePolicy entry) =>
        entry.OomBumpUpRatio is not null || entry.OomMinBumpUp is not null
        || entry.MemoryAggregationIntervalCount is not null || entry.MemoryAggregationIntervalSeconds is not null;
}
