using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The validation of a stateful set.</summary>
public static class StatefulSetRules
{
    private static readonly string[] Changeable =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject set, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, set, old, SyntaxRules.DnsSubdomain);
        ContainerRules.OneOf(report, set.PartAt("spec") ?? [], "podManagementPolicy", "spec", "OrderedReady", "Parallel");
        CheckStrategy(report, set);
        TemplateRules.Check(report, set, old, "statefulset");
        if (old is not null && !JsonNode.DeepEquals(Fixed(set), Fixed(old)))
        {
            report.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }

        return report.Errors;
    }

    private static void CheckStrategy(FieldReport report, JsonObject set)
    {
        const string Path = "spec.updateStrategy";
        var strategy = set.PartAt(Path);
        switch (strategy.TextAt("type"))
        {
            case "RollingUpdate":
                report.NonNegative($"{Path}.rollingUpdate.partition", strategy.NumberAt("rollingUpdate.partition"));
                break;
            case "OnDelete" when strategy.PartAt("rollingUpdate") is { } rolling:
                report.Invalid($"{Path}.rollingUpdate", rolling, "only allowed for updateStrategy 'RollingUpdate'");
                break;
            case "OnDelete":
                break;
            default:
                report.Invalid(Path, strategy, "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }

    private static JsonObject Fixed(JsonObject set)
    {
        var spec = set.PartAt("spec")?.DeepClone().AsObject() ?? [];
        foreach (var field in Changeable)
        {
            spec.Remove(field);
        }

        return spec;
    }
}
