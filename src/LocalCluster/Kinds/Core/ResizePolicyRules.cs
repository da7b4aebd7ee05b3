using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of what a container's resize may cost, after validateResizePolicy of pkg/apis/core/validation.</summary>
public static class ResizePolicyRules
{
    private static readonly string[] Resources = ["cpu", "memory"];
    private static readonly string[] Policies = ["NotRequired", "RestartContainer"];

    /// <summary>Checks the resize policies of a container whose pod has the restart policy.</summary>
    public static void Check(FieldReport report, JsonObject container, string path, string restartPolicy)
    {
        path = $"{path}.resizePolicy";
        var seen = new HashSet<string>();
        foreach (var (index, policy) in container.PartsAt("resizePolicy").Index())
        {
            var (resource, restart) = (policy.TextAt("resourceName"), policy.TextAt("restartPolicy"));
            if (!seen.Add(resource))
            {
                report.Duplicate($"{path}[{index}]", resource);
            }

            OneOf(report, resource, path, Resources);
            OneOf(report, restart, path, Policies);
            if (restartPolicy == "Never" && restart != "NotRequired")
            {
                report.Invalid(path, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }

    private static void OneOf(FieldReport report, string value, string path, string[] allowed)
    {
        if (value.Length == 0)
        {
            report.Required(path);
        }
        else if (!allowed.Contains(value))
        {
            report.NotSupported(path, value, allowed);
        }
    }
}
