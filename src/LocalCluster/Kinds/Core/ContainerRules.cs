using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of a container.</summary>
public static class ContainerRules
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly string[] ProbeCounts =
        ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

    /// <summary>Checks a list of containers; their names must differ among themselves and from those already used.</summary>
    public static void CheckList(FieldReport report, JsonObject spec, string list, string path, HashSet<string> names)
    {
        var volumes = spec.PartsAt("volumes").Select(volume => volume.TextAt("name")).ToHashSet();
        var claims = Claims(spec);
        foreach (var (index, container) in spec.PartsAt(list).Index())
        {
            var item = $"{path}.{list}[{index}]";
            Check(report, container, volumes, item);
            ResourceRules.Check(report, container.PartAt("resources"), $"{item}.resources", ResourceNameRules.CheckContainerName, claims);
            ResizePolicyRules.Check(report, container, item, spec.TextAt("restartPolicy"));
            var name = container.TextAt("name");
            if (name.Length > 0 && !names.Add(name))
            {
                report.Duplicate($"{item}.name", name);
            }
        }
    }

    /// <summary>The names of the device claims that a pod has for its containers.</summary>
    public static IReadOnlyCollection<string> Claims(JsonObject spec) => [.. spec.PartsAt("resourceClaims").Select(claim => claim.TextAt("name"))];

    private static void Check(FieldReport report, JsonObject container, HashSet<string> volumes, string path)
    {
        CheckName(report, container, path);
        CheckImage(report, container, path);
        OneOf(report, container, "terminationMessagePolicy", path, "FallbackToLogsOnError", "File");
        CheckPorts(report, container, path);
        CheckEnvironment(report, container, path);
        CheckMounts(report, container, volumes, path);
        OneOf(report, container, "imagePullPolicy", path, "Always", "IfNotPresent", "Never");
        foreach (var probe in Probes.Where(probe => container.PartAt(probe) is not null))
        {
            CheckProbe(report, container.PartAt(probe) ?? [], $"{path}.{probe}", probe != "readinessProbe");
        }
    }

    private static void CheckName(FieldReport report, JsonObject container, string path)
    {
        var name = container.TextAt("name");
        if (name.Length == 0)
        {
            report.Required($"{path}.name");
            return;
        }

        report.Invalid($"{path}.name", name, SyntaxRules.DnsLabel(name));
    }

    private static void CheckImage(FieldReport report, JsonObject container, string path)
    {
        var image = container.TextAt("image");
        if (image.Length == 0)
        {
            report.Required($"{path}.image");
        }
        else if (image.Trim().Length != image.Length)
        {
            report.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }
    }

    /// <summary>Checks a field that has a fixed set of values.</summary>
    public static void OneOf(FieldReport report, JsonObject owner, string field, string path, params IReadOnlyList<string> allowed)
    {
        var value = owner.TextAt(field);
        if (value.Length == 0)
        {
            report.Required($"{path}.{field}");
        }
        else if (!allowed.Contains(value))
        {
            report.NotSupported($"{path}.{field}", value, allowed);
        }
    }

    private static void CheckPorts(FieldReport report, JsonObject container, string path)
    {
        var names = new HashSet<string>();
        foreach (var (index, port) in container.PartsAt("ports").Index())
        {
            var item = $"{path}.ports[{index}]";
            var name = port.TextAt("name");
            report.Invalid($"{item}.name", name, name.Length > 0 ? SyntaxRules.PortName(name) : []);
            if (name.Length > 0 && !names.Add(name))
            {
                report.Duplicate($"{item}.name", name);
            }

            CheckPortNumber(report, port.NumberAt("containerPort") ?? 0, $"{item}.containerPort", isRequired: true);
            CheckPortNumber(report, port.NumberAt("hostPort") ?? 0, $"{item}.hostPort", isRequired: false);
            OneOf(report, port, "protocol", item, "SCTP", "TCP", "UDP");
        }
    }

    private static void CheckPortNumber(FieldReport report, long port, string path, bool isRequired)
    {
        if (port == 0)
        {
            if (isRequired)
            {
                report.Required(path);
            }

            return;
        }

        foreach (var message in SyntaxRules.PortNumber(port))
        {
            report.Invalid(path, port, message);
        }
    }

    private static void CheckEnvironment(FieldReport report, JsonObject container, string path)
    {
        foreach (var (index, variable) in container.PartsAt("env").Index())
        {
            var (item, name) = ($"{path}.env[{index}]", variable.TextAt("name"));
            if (name.Length == 0)
            {
                report.Required($"{item}.name");
            }
            else
            {
                report.Invalid($"{item}.name", name, SyntaxRules.EnvironmentName(name));
            }

            CheckValueSource(report, variable, $"{item}.valueFrom");
        }
    }

    private static void CheckValueSource(FieldReport report, JsonObject variable, string path)
    {
        if (variable.PartAt("valueFrom") is not { } source)
        {
            return;
        }

        var count = source.Count(member => member.Value is not null);
        if (count == 0)
        {
            report.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        }
        else if (variable.TextAt("value").Length > 0)
        {
            report.Invalid(path, "", "may not be specified when `value` is not empty");
        }
        else if (count > 1)
        {
            report.Invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private static void CheckMounts(FieldReport report, JsonObject container, HashSet<string> volumes, string path)
    {
        var paths = new HashSet<string>();
        foreach (var (index, mount) in container.PartsAt("volumeMounts").Index())
        {
            var item = $"{path}.volumeMounts[{index}]";
            var (name, target) = (mount.TextAt("name"), mount.TextAt("mountPath"));
            if (name.Length == 0)
            {
                report.Required($"{item}.name");
            }

            if (!volumes.Contains(name))
            {
                report.NotFound($"{item}.name", name);
            }

            if (target.Length == 0)
            {
                report.Required($"{item}.mountPath");
            }

            if (!paths.Add(target))
            {
                report.Invalid($"{item}.mountPath", target, "must be unique");
            }
        }
    }

    private static void CheckProbe(FieldReport report, JsonObject probe, string path, bool mustSucceedOnce)
    {
        if (probe["exec"] is null && probe["httpGet"] is null && probe["tcpSocket"] is null && probe["grpc"] is null)
        {
            report.Required(path, "must specify a handler type");
        }

        foreach (var field in ProbeCounts)
        {
            report.NonNegative($"{path}.{field}", probe.NumberAt(field));
        }

        if (mustSucceedOnce && probe.NumberAt("successThreshold") is { } threshold and not 1)
        {
            report.Invalid($"{path}.successThreshold", threshold, "must be 1");
        }
    }
}
