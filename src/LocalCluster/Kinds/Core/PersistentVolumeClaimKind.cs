using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>PersistentVolumeClaim, core v1.</summary>
public static class PersistentVolumeClaimKind
{
    private const string Finalizer = "kubernetes.io/pvc-protection";

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
        Validate = ClaimRules.Validate,
        ValidateStatus = ClaimStatusRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Status", "Phase of the claim.", Phase),
            Columns.Text("Volume", "Name of the volume that is bound.", claim => claim.TextAt("spec.volumeName")),
            Columns.Text("Capacity", "Capacity of the bound volume.", claim => IsBound(claim) ? claim.TextAt("status.capacity.storage") : ""),
            Columns.Text("Access Modes", "Access modes of the bound volume.", claim => IsBound(claim) ? AccessModes.Short(claim.TextsAt("status.accessModes")) : ""),
            Columns.Text("StorageClass", "Storage class that is asked for.", ClaimAdmission.ClassOf),
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
        Finalizers.Add(claim, Finalizer);
    }

    private static bool IsBound(JsonObject claim) => claim.TextAt("spec.volumeName").Length > 0;

    private static string Phase(JsonObject claim) =>
        claim.NodeAt("metadata.deletionTimestamp") is null ? claim.TextAt("status.phase") : "Terminating";

    private static string AttributesClass(JsonObject claim) =>
        claim.NodeAt("spec.volumeAttributesClassName") is { } name ? name.AsText() : "<unset>";
}
