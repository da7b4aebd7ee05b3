using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>A part of a resource policy that has no effect.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Container">The container, as the policy names it.</param>
/// <param name="Field">The field that has no effect.</param>
/// <param name="Value">Its value.</param>
/// <param name="Message">A sentence that names the autoscaler, the container, the field, the value and the rule.</param>
public sealed record PolicyFault(PolicyFaultKind Kind, string Container, string Field, string Value, string Message)
{
    /// <summary>The condition that tells of all of them, or null of none; its transition time is still to be set.</summary>
    public static VpaCondition? Condition(IReadOnlyList<PolicyFault> faults) => faults.Count == 0 ? null : new()
    {
        Type = ConditionTypes.PolicyPartlyIgnored,
        Status = "True",
        Reason = faults.Count == 1 ? faults[0].Kind.ToString() : "SeveralFaults",
        Message = string.Join("; ", faults.Select(fault => fault.Message)),
    };
}
