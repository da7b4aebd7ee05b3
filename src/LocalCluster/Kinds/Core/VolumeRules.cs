using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of a pod's volumes.</summary>
public static class VolumeRules
{
    // The member that each source cannot do without.
    private static readonly (string Source, string Member)[] RequiredMembers =
    [
        ("hostPath", "path"), ("secret", "secretName"), ("configMap", "name"), ("persistentVolumeClaim", "claimName"),
        ("nfs", "server"), ("nfs", "path"), ("csi", "driver"),
    ];

    /// <summary>Checks the volumes of a specification.</summary>
    public static void Check(FieldReport report, JsonObject spec, string path)
    {
        var names = new HashSet<string>();
        foreach (var (index, volume) in spec.PartsAt("volumes").Index())
        {
            var item = $"{path}.volumes[{index}]";
            CheckSource(report, volume, item);
            CheckName(report, volume.TextAt("name"), item, names);
        }
    }

    private static void CheckName(FieldReport report, string name, string path, HashSet<string> names)
    {
        if (name.Length == 0)
        {
            report.Required($"{path}.name");
            return;
        }

        report.Invalid($"{path}.name", name, SyntaxRules.DnsLabel(name));
        if (!names.Add(name))
        {
            report.Duplicate($"{path}.name", name);
        }
    }

    private static void CheckSource(FieldReport report, JsonObject volume, string path)
    {
        var sources = volume.Where(member => member.Key != "name" && member.Value is not null).Select(member => member.Key).ToList();
        if (sources.Count == 0)
        {
            report.Required(path, "must specify a volume type");
        }

        foreach (var extra in sources.Skip(1))
        {
            report.Forbidden($"{path}.{extra}", "may not specify more than 1 volume type");
        }

        foreach (var (source, member) in RequiredMembers)
        {
            if (volume.PartAt(source) is { } part && part.TextAt(member).Length == 0)
            {
                report.Required($"{path}.{source}.{member}");
            }
        }
    }
}
