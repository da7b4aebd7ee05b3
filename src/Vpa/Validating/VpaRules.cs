using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Validating;

/// <summary>What an autoscaler may say, after pkg/admission-controller/resource/vpa/validation.go.</summary>
internal static class VpaRules
{
    /// <summary>What is said of an autoscaler in the mode Auto.</summary>
    public const string AutoIsDeprecated =
        "UpdateMode \"Auto\" is deprecated and will be removed in a future API version. Use explicit update modes like \"Recreate\", \"Initial\", or \"InPlaceOrRecreate\" instead. See https://github.com/kubernetes/autoscaler/issues/8424 for more details.";

    private static readonly string[] Modes =
        [UpdateModes.InPlace, UpdateModes.InPlaceOrRecreate, UpdateModes.Initial, UpdateModes.Off, UpdateModes.Recreate];

    /// <summary>Everything that is wrong with an autoscaler; empty when nothing is.</summary>
    public static IReadOnlyList<FieldProblem> Of(VerticalPodAutoscaler vpa, bool isNew, VpaGates gates)
    {
        var spec = vpa.Spec;
        return
        [
            .. spec.TargetRef is null && isNew
                ? [FieldProblem.Required("spec.targetRef", "If you're using v1beta1 version of the API, please migrate to v1")]
                : Array.Empty<FieldProblem>(),
            .. spec.UpdatePolicy is { } policy ? OfUpdates(policy, "spec.updatePolicy", gates) : [],
            .. (spec.ResourcePolicy?.ContainerPolicies ?? []).SelectMany((entry, index) => PolicyRules.Of(entry, $"spec.resourcePolicy.containerPolicies[{index}]", gates)),
            .. spec.StartupBoost is { } boost ? BoostRules.Of(boost, "spec.startupBoost", gates) : [],
            .. spec.Recommenders.Count > 1 ? [FieldProblem.MoreThanOne("spec.recommenders", spec.Recommenders.Count)] : Array.Empty<FieldProblem>(),
        ];
    }

    private static IEnumerable<FieldProblem> OfUpdates(VpaUpdatePolicy policy, string path, VpaGates gates)
    {
        if (policy.UpdateMode is not { } mode)
        {
            yield return FieldProblem.Required($"{path}.updateMode", "updateMode is required if UpdatePolicy is used");
        }
        else if (mode != UpdateModes.Auto && !Modes.Contains(mode))
        {
            yield return FieldProblem.NotSupported($"{path}.updateMode", mode, Modes);
        }
        else if (mode == UpdateModes.InPlace && !gates.InPlace)
        {
            yield return FieldProblem.Forbidden(
                $"{path}.updateMode", "in order to use UpdateMode InPlace, you must enable feature gate InPlace in the admission-controller args");
        }

        if (policy.MinReplicas is { } minimum and <= 0)
        {
            yield return FieldProblem.Invalid($"{path}.minReplicas", minimum, "minReplicas has to be positive");
        }

        foreach (var problem in GatedRule.AtLeastOne($"{path}.evictAfterOOMSeconds", policy.EvictAfterOOMSeconds, gates))
        {
            yield return problem;
        }
    }
}
