using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of a pod's specification, in pods and in templates.</summary>
public static class PodSpecRules
{
    private static readonly string[] TolerationOperators = ["Equal", "Exists", "Gt", "Lt"];
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
    private static readonly string[] SubdomainFields = ["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"];
    private static readonly string[] LabelFields = ["hostname", "subdomain"];

    /// <summary>Checks a template: its metadata and its specification.</summary>
    public static void CheckTemplate(FieldReport report, JsonObject? template, string path)
    {
        MetadataRules.CheckMaps(report, template.PartAt("metadata"), $"{path}.metadata");
        Check(report, template.PartAt("spec") ?? [], $"{path}.spec");
    }

    /// <summary>Checks a specification.</summary>
    public static void Check(FieldReport report, JsonObject spec, string path)
    {
        VolumeRules.Check(report, spec, path);
        if (!spec.PartsAt("containers").Any())
        {
            report.Required($"{path}.containers");
        }

        var names = new HashSet<string>();
        ContainerRules.CheckList(report, spec, "containers", path, names);
        ContainerRules.CheckList(report, spec, "initContainers", path, names);
        PodLevelRules.Check(report, spec, path);
        ContainerRules.OneOf(report, spec, "restartPolicy", path, "Always", "Never", "OnFailure");
        ContainerRules.OneOf(report, spec, "dnsPolicy", path, "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
        MetadataRules.CheckLabels(report, spec.PartAt("nodeSelector"), $"{path}.nodeSelector");
        CheckNames(report, spec, path);
        if (spec.NumberAt("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
        {
            report.Invalid($"{path}.activeDeadlineSeconds", deadline, $"must be between 1 and {int.MaxValue}, inclusive");
        }

        report.NonNegative($"{path}.terminationGracePeriodSeconds", spec.NumberAt("terminationGracePeriodSeconds"));
        foreach (var (index, toleration) in spec.PartsAt("tolerations").Index())
        {
            CheckToleration(report, toleration, $"{path}.tolerations[{index}]");
        }

        if (spec.PartAt("overhead") is { } overhead)
        {
            ResourceRules.Check(report, new JsonObject { ["limits"] = overhead.DeepClone() }, $"{path}.overhead", ResourceNameRules.CheckContainerName, []);
        }
    }

    private static void CheckNames(FieldReport report, JsonObject spec, string path)
    {
        foreach (var field in SubdomainFields)
        {
            var name = spec.TextAt(field);
            report.Invalid($"{path}.{field}", name, name.Length > 0 ? SyntaxRules.DnsSubdomain(name) : []);
        }

        foreach (var field in LabelFields)
        {
            var name = spec.TextAt(field);
            report.Invalid($"{path}.{field}", name, name.Length > 0 ? SyntaxRules.DnsLabel(name) : []);
        }
    }

    /// <summary>Checks one toleration.</summary>
    public static void CheckToleration(FieldReport report, JsonObject toleration, string path)
    {
        var (key, @operator, effect) = (toleration.TextAt("key"), toleration.TextAt("operator"), toleration.TextAt("effect"));
        report.Invalid($"{path}.key", key, key.Length > 0 ? Kubernetes.NameRules.LabelKeyErrors(key) : []);
        if (key.Length == 0 && @operator != "Exists")
        {
            report.Invalid($"{path}.operator", @operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }

        if (toleration["tolerationSeconds"] is not null && effect != "NoExecute")
        {
            report.Invalid($"{path}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }

        if (@operator == "Exists" && toleration.TextAt("value").Length > 0)
        {
            report.Invalid($"{path}.operator", toleration, "value must be empty when `operator` is 'Exists'");
        }

        if (@operator.Length > 0 && !TolerationOperators.Contains(@operator))
        {
            report.NotSupported($"{path}.operator", @operator, TolerationOperators);
        }

        if (effect.Length > 0 && !Effects.Contains(effect))
        {
            report.NotSupported($"{path}.effect", effect, Effects);
        }
    }
}
