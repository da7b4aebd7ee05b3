using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a service.</summary>
public static class ServiceRules
{
    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject service, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, service, old, SyntaxRules.Dns1035Label);
        var spec = service.PartAt("spec") ?? [];
        if (old.PartAt("spec") is { } before)
        {
            CheckAddress(report, spec, before);
        }

        CheckPorts(report, spec);
        ContainerRules.OneOf(report, spec, "sessionAffinity", "spec", "ClientIP", "None");
        ContainerRules.OneOf(report, spec, "type", "spec", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ServiceTypeRules.Check(report, spec);
        MetadataRules.CheckLabels(report, spec.PartAt("selector"), "spec.selector");
        if (spec.TextAt("type") == "ExternalName")
        {
            CheckExternalName(report, spec.TextAt("externalName"));
        }

        return report.Errors;
    }

    private static void CheckExternalName(FieldReport report, string name)
    {
        if (name.Length == 0)
        {
            report.Required("spec.externalName");
            return;
        }

        report.Invalid("spec.externalName", name, SyntaxRules.DnsSubdomain(name.TrimEnd('.')));
    }

    private static void CheckAddress(FieldReport report, JsonObject spec, JsonObject before)
    {
        var isKept = spec.TextAt("type") == "ExternalName" || before.TextAt("type") == "ExternalName" || spec.TextAt("clusterIP") == before.TextAt("clusterIP");
        if (!isKept)
        {
            report.Invalid("spec.clusterIPs[0]", spec["clusterIPs"], "may not change once set");
        }
    }

    private static void CheckPorts(FieldReport report, JsonObject spec)
    {
        var ports = spec.PartsAt("ports").ToList();
        if (ports.Count == 0 && spec.TextAt("clusterIP") != "None" && spec.TextAt("type") != "ExternalName")
        {
            report.Required("spec.ports");
        }

        var (names, seen) = (new HashSet<string>(), new HashSet<(long?, string)>());
        foreach (var (index, port) in ports.Index())
        {
            var path = $"spec.ports[{index}]";
            CheckPort(report, port, path, ports.Count > 1);
            if (port.TextAt("name") is { Length: > 0 } name && !names.Add(name))
            {
                report.Duplicate($"{path}.name", name);
            }

            if (!seen.Add((port.NumberAt("port"), port.TextAt("protocol"))))
            {
                report.Invalid(path, port, "duplicate port and protocol");
            }
        }
    }

    private static void CheckPort(FieldReport report, JsonObject port, string path, bool isNameRequired)
    {
        var name = port.TextAt("name");
        if (name.Length == 0 && isNameRequired)
        {
            report.Required($"{path}.name");
        }

        report.Invalid($"{path}.name", name, name.Length > 0 ? SyntaxRules.DnsLabel(name) : []);
        foreach (var message in SyntaxRules.PortNumber(port.NumberAt("port") ?? 0))
        {
            report.Invalid($"{path}.port", port.NumberAt("port") ?? 0, message);
        }

        ContainerRules.OneOf(report, port, "protocol", path, "SCTP", "TCP", "UDP");
        if (port.NumberAt("targetPort") is { } target)
        {
            foreach (var message in SyntaxRules.PortNumber(target))
            {
                report.Invalid($"{path}.targetPort", target, message);
            }
        }
        else
        {
            report.Invalid($"{path}.targetPort", port.TextAt("targetPort"), SyntaxRules.PortName(port.TextAt("targetPort")));
        }
    }
}
