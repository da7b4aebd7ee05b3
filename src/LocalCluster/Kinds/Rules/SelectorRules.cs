using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>The rules of structured label selectors.</summary>
public static class SelectorRules
{
    /// <summary>Checks a selector; an absent one is fine here.</summary>
    public static void Check(FieldReport report, JsonObject? selector, string path)
    {
        MetadataRules.CheckLabels(report, selector.PartAt("matchLabels"), $"{path}.matchLabels");
        foreach (var (index, requirement) in selector.PartsAt("matchExpressions").Index())
        {
            CheckRequirement(report, requirement, $"{path}.matchExpressions[{index}]");
        }
    }

    private static void CheckRequirement(FieldReport report, JsonObject requirement, string path)
    {
        var (key, @operator) = (requirement.TextAt("key"), requirement.TextAt("operator"));
        var values = requirement.TextsAt("values").ToList();
        switch (@operator)
        {
            case "In" or "NotIn" when values.Count == 0:
                report.Required($"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when values.Count > 0:
                report.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                report.Invalid($"{path}.operator", @operator, "not a valid selector operator");
                break;
        }

        report.Invalid($"{path}.key", key, NameRules.LabelKeyErrors(key));
        foreach (var (index, value) in values.Index())
        {
            report.Invalid($"{path}.values[{index}]", value, NameRules.LabelValueErrors(value));
        }
    }
}
