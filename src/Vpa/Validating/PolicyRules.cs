using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Validating;

/// <summary>What the policy of a container may say.</summary>
internal static class PolicyRules
{
    /// <summary>Everything that is wrong with it.</summary>
    public static IEnumerable<FieldProblem> Of(ContainerResourcePolicy entry, string path, VpaGates gates) =>
    [
        .. OfModes(entry, path),
        .. OfBounds(entry, path),
        .. OfValues(entry, path),
        .. OfSettings(entry, path, gates),
        .. entry.StartupBoost is { } boost ? BoostRules.Of(boost, $"{path}.startupBoost", gates) : [],
    ];

    /// <summary>CPU must be whole thousandths.</summary>
    public static IEnumerable<FieldProblem> OfCpu(Quantity cpu, string path) =>
        cpu.RoundUpToMilli() == cpu ? [] : [FieldProblem.Invalid(path, cpu, "must be a whole number of milli CPUs")];

    private static IEnumerable<FieldProblem> OfModes(ContainerResourcePolicy entry, string path)
    {
        if (entry.ContainerName.Length == 0)
        {
            yield return FieldProblem.Required($"{path}.containerName", "");
        }

        if (entry.Mode is { } mode and not ("Auto" or "Off"))
        {
            yield return FieldProblem.NotSupported($"{path}.mode", mode, "Auto", "Off");
        }
    }

    private static IEnumerable<FieldProblem> OfBounds(ContainerResourcePolicy entry, string path)
    {
        foreach (var (resource, least) in Sorted(entry.MinAllowed))
        {
            foreach (var problem in OfResolution(resource, least, $"{path}.minAllowed[{resource}]"))
            {
                yield return problem;
            }

            if (entry.MaxAllowed is { } max && max.TryGetValue(resource, out var most) && most < least)
            {
                yield return FieldProblem.Invalid($"{path}.maxAllowed[{resource}]", most, $"max resource for {resource} is lower than min of \"{least}\"");
            }
        }

        foreach (var problem in Sorted(entry.MaxAllowed).SelectMany(most => OfResolution(most.Key, most.Value, $"{path}.maxAllowed[{most.Key}]")))
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> OfValues(ContainerResourcePolicy entry, string path) =>
        entry is { Mode: "Off", ControlledValues: "RequestsAndLimits" }
            ? [FieldProblem.Forbidden($"{path}.controlledValues", "controlledValues shouldn't be specified if container scaling mode is off")]
            : [];

    private static IEnumerable<FieldProblem> OfSettings(ContainerResourcePolicy entry, string path, VpaGates gates)
    {
        var (ratio, bump) = ($"{path}.oomBumpUpRatio", $"{path}.oomMinBumpUp");
        return
        [
            .. GatedRule.Of(ratio, entry.OomBumpUpRatio is not null, gates, () => OfRatio(entry.OomBumpUpRatio, ratio)),
            .. GatedRule.Of(bump, entry.OomMinBumpUp is not null, gates, () => OfBump(entry.OomMinBumpUp, bump)),
            .. GatedRule.AtLeastOne($"{path}.memoryAggregationIntervalSeconds", entry.MemoryAggregationIntervalSeconds, gates),
            .. GatedRule.AtLeastOne($"{path}.memoryAggregationIntervalCount", entry.MemoryAggregationIntervalCount, gates),
        ];
    }

    private static FieldProblem? OfRatio(Quantity? ratio, string path) =>
        ratio?.SaturatedMilliValue / 1000.0 is { } value and < 1 ? FieldProblem.Invalid(path, value, "must be greater than or equal to 1.0") : null;

    private static FieldProblem? OfBump(Quantity? bump, string path) =>
        bump?.SaturatedValue is { } value and < 0 ? FieldProblem.Invalid(path, value, "must be greater than or equal to 0") : null;

    private static IEnumerable<FieldProblem> OfResolution(string resource, Quantity amount, string path) => resource switch
    {
        "cpu" => OfCpu(amount, path),
        "memory" when amount.RoundUp(0) != amount => [FieldProblem.Invalid(path, amount, "must be a whole number of bytes")],
        _ => [],
    };

    // By the name of the resource: upstream asks in an order that changes from run to run.
    private static IEnumerable<KeyValuePair<string, Quantity>> Sorted(IReadOnlyDictionary<string, Quantity>? amounts) =>
        (amounts ?? new Dictionary<string, Quantity>()).OrderBy(amount => amount.Key, StringComparer.Ordinal);
}
