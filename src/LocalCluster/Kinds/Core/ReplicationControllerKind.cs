using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>ReplicationController, core v1.</summary>
public static class ReplicationControllerKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "ReplicationController",
        Plural = "replicationcontrollers",
        Singular = "replicationcontroller",
        ShortNames = ["rc"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Scale = new ScalePaths("spec.replicas", "status.replicas", "spec.selector"),
        Schema = SchemaNotation.Type("core", "ReplicationController"),
        Validate = Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["status.replicas"] = one => $"{one.NumberAt("status.replicas") ?? 0}",
        },
        Columns =
        [
            Columns.Name,
            Columns.Integer("Desired", "Number of desired pods.", "spec.replicas"),
            Columns.Integer("Current", "Number of pods that exist.", "status.replicas"),
            Columns.Integer("Ready", "Number of pods that are ready.", "status.readyReplicas"),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", Columns.ContainerNames),
            Columns.Wide("Images", "Images referenced by each container in the template.", Columns.ContainerImages),
            Columns.Wide("Selector", "Labels of the pods that the controller counts.", one => Columns.Labels(one.PartAt("spec.selector"))),
        ],
    }
    .WithDefaults(ApplyDefaults)
    .WithPreparation(one => one["status"] = new JsonObject { ["replicas"] = 0 });

    // Selector and labels are the template's unless they are given.
    private static void ApplyDefaults(JsonObject one)
    {
        var spec = one.Ensure("spec");
        spec.SetDefault("replicas", 1);
        if (spec.PartAt("template") is null)
        {
            return;
        }

        PodSpecDefaults.ApplyToTemplate(one);
        if (spec.PartAt("template.metadata.labels") is not { Count: > 0 } labels)
        {
            return;
        }

        if (spec.PartAt("selector") is not { Count: > 0 })
        {
            spec["selector"] = labels.DeepClone();
        }

        if (one.PartAt("metadata.labels") is not { Count: > 0 })
        {
            one.Ensure("metadata")["labels"] = labels.DeepClone();
        }
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain);
        var spec = one.PartAt("spec") ?? [];
        report.NonNegative("spec.minReadySeconds", spec.NumberAt("minReadySeconds"));
        var selector = spec.PartAt("selector") ?? [];
        if (selector.Count == 0)
        {
            report.Required("spec.selector");
        }

        report.NonNegative("spec.replicas", spec.NumberAt("replicas"));
        if (spec.PartAt("template") is not { } template)
        {
            report.Required("spec.template");
            return report.Errors;
        }

        CheckTemplate(report, template, selector);
        return report.Errors;
    }

    private static void CheckTemplate(FieldReport report, JsonObject template, JsonObject selector)
    {
        var labels = template.PartAt("metadata.labels");
        if (!selector.All(pair => labels?[pair.Key].AsText() == pair.Value.AsText()))
        {
            report.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }

        PodSpecRules.CheckTemplate(report, template, "spec.template");
        if (template.TextAt("spec.restartPolicy") is var policy && policy != "Always")
        {
            report.NotSupported("spec.template.spec.restartPolicy", policy, ["Always"]);
        }

        if (template.NodeAt("spec.activeDeadlineSeconds") is not null)
        {
            report.Forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicationController is not Supported");
        }
    }
}
