using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>PersistentVolumeClaim, core v1.</summary>
public static class PersistentVolumeClaimKind
{
    private const string Finalizer = "kubernetes.io/pvc-protection";

    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "PersistentVolumeClaim",
        Plural = "persistentvolumeclaims",
        Singular = "persistentvolumeclaim",
        ShortNames = ["pvc"],
        HasStatus = true,
        Schema = SchemaNotation.Type("core", "PersistentVolumeClaim"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Status", "Phase of the claim.", Phase),
            Columns.Text("Volume", "Name of the volume that is bound.", claim => claim.TextAt("spec.volumeName")),
            Columns.Text("Capacity", "Capacity of the bound volume.", claim => IsBound(claim) ? claim.TextAt("status.capacity.storage") : ""),
            Columns.Text("Access Modes", "Access modes of the bound volume.", claim => IsBound(claim) ? AccessModes(claim) : ""),
            Columns.Text("StorageClass", "Storage class that is asked for.", claim => claim.TextAt("spec.storageClassName")),
            Columns.Text("VolumeAttributesClass", "Volume attributes class that is asked for.", AttributesClass),
            Columns.Age,
            Columns.Wide("VolumeMode", "Filesystem or Block.", claim => claim.NodeAt("spec.volumeMode") is { } mode ? mode.AsText() : "<unset>"),
        ],
    }
    .WithDefaults(ApplyDefaults)
    .WithPreparation(Prepare);

    /// <summary>A file system, pending.</summary>
    public static void ApplyDefaults(JsonObject claim)
    {
        claim.Ensure("spec").SetDefault("volumeMode", "Filesystem");
        claim.Ensure("status").SetDefaultText("phase", "Pending");
    }

    private static void Prepare(JsonObject claim)
    {
        claim["status"] = new JsonObject { ["phase"] = "Pending" };
        var metadata = claim.Ensure("metadata");
        if (!metadata.TextsAt("finalizers").Contains(Finalizer))
        {
            metadata["finalizers"] = new JsonArray([.. metadata.TextsAt("finalizers").Append(Finalizer).Select(name => JsonValue.Create(name))]);
        }
    }

    private static bool IsBound(JsonObject claim) => claim.TextAt("spec.volumeName").Length > 0;

    private static string Phase(JsonObject claim) =>
        claim.NodeAt("metadata.deletionTimestamp") is null ? claim.TextAt("status.phase") : "Terminating";

    private static string AttributesClass(JsonObject claim) =>
        claim.NodeAt("spec.volumeAttributesClassName") is { } name ? name.AsText() : "<unset>";

    private static string AccessModes(JsonObject claim) => string.Join(",", claim.TextsAt("status.accessModes").Select(mode => mode switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        _ => "RWOP",
    }));

    private static IReadOnlyList<FieldError> Validate(JsonObject claim, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, claim, old, SyntaxRules.DnsSubdomain);
        if (!claim.TextsAt("spec.accessModes").Any())
        {
            report.Required("spec.accessModes", "at least 1 access mode is required");
        }

        foreach (var mode in claim.TextsAt("spec.accessModes").Where(mode => !Modes.Contains(mode)))
        {
            report.NotSupported("spec.accessModes", mode, Modes);
        }

        SelectorRules.Check(report, claim.PartAt("spec.selector"), "spec.selector");
        if (!ResourceRules.Amounts(claim.PartAt("spec.resources"), "requests").TryGetValue("storage", out var storage))
        {
            report.Required("spec.resources[storage]");
        }
        else if (storage.Sign <= 0)
        {
            report.Invalid("spec.resources[storage]", storage.ToString(), "must be greater than zero");
        }

        return report.Errors;
    }
}
