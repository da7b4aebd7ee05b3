using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Node, core v1.</summary>
public static class NodeKind
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Node",
        Plural = "nodes",
        Singular = "node",
        ShortNames = ["no"],
        Namespaced = false,
        HasStatus = true,
        CreatesWithStatus = true,
        Subresources = [new SubresourceKind("proxy", "", "v1", "NodeProxyOptions", ["create", "delete", "get", "patch", "update"])],
        Schema = SchemaNotation.Type("core", "Node"),
        Validate = Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["spec.unschedulable"] = node => node.FlagAt("spec.unschedulable") ? "true" : "false",
        },
        Columns =
        [
            Columns.Name,
            Columns.Text("Status", "The status of the node", Status),
            Columns.Text("Roles", "The roles of the node", Roles),
            Columns.Age,
            Columns.Text("Version", "Kubelet Version reported by the node.", node => node.TextAt("status.nodeInfo.kubeletVersion")),
            Columns.Wide("Internal-IP", "Address inside the cluster.", node => Address(node, "InternalIP")),
            Columns.Wide("External-IP", "Address outside the cluster.", node => Address(node, "ExternalIP")),
            Columns.Wide("OS-Image", "OS Image reported by the node.", node => Info(node, "osImage")),
            Columns.Wide("Kernel-Version", "Kernel Version reported by the node.", node => Info(node, "kernelVersion")),
            Columns.Wide("Container-Runtime", "ContainerRuntime Version reported by the node.", node => Info(node, "containerRuntimeVersion")),
        ],
    }
    .WithDefaults(ApplyDefaults);

    private static void ApplyDefaults(JsonObject node)
    {
        var status = node.Ensure("status");
        if (status["allocatable"] is null && status["capacity"] is JsonObject capacity)
        {
            status["allocatable"] = capacity.DeepClone();
        }
    }

    private static string Status(JsonObject node)
    {
        var ready = node.PartsAt("status.conditions").FirstOrDefault(condition => condition.TextAt("type") == "Ready");
        var status = ready is null ? "Unknown" : ready.TextAt("status") == "True" ? "Ready" : "NotReady";
        return node.FlagAt("spec.unschedulable") ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject node) => Columns.OrNone(string.Join(",", (node.PartAt("metadata.labels") ?? [])
        .Select(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal) ? label.Key[RolePrefix.Length..]
            : label.Key == "kubernetes.io/role" ? label.Value.AsText() : "")
        .Where(role => role.Length > 0)
        .Order(StringComparer.Ordinal)));

    private static string Address(JsonObject node, string type) => Columns.OrNone(
        node.PartsAt("status.addresses").FirstOrDefault(address => address.TextAt("type") == type).TextAt("address"));

    private static string Info(JsonObject node, string field) =>
        node.TextAt($"status.nodeInfo.{field}") is { Length: > 0 } text ? text : "<unknown>";

    private static IReadOnlyList<FieldError> Validate(JsonObject node, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, node, old, SyntaxRules.DnsSubdomain, namespaced: false);
        var seen = new HashSet<(string, string)>();
        foreach (var (index, taint) in node.PartsAt("spec.taints").Index())
        {
            var (path, key, effect) = ($"spec.taints[{index}]", taint.TextAt("key"), taint.TextAt("effect"));
            report.Invalid($"{path}.key", key, Kubernetes.NameRules.LabelKeyErrors(key));
            report.Invalid($"{path}.value", taint.TextAt("value"), Kubernetes.NameRules.LabelValueErrors(taint.TextAt("value")));
            ContainerRules.OneOf(report, taint, "effect", path, Effects);
            if (!seen.Add((key, effect)))
            {
                report.Duplicate(path, $"{key}:{effect}");
            }
        }

        return report.Errors;
    }
}
