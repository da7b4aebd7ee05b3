using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>PersistentVolume, core v1.</summary>
public static class PersistentVolumeKind
{
    /// <summary>What holds the deletion of a volume up while a claim is bound to it.</summary>
    public const string Finalizer = "kubernetes.io/pv-protection";

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "PersistentVolume",
        Plural = "persistentvolumes",
        Singular = "persistentvolume",
        ShortNames = ["pv"],
        Namespaced = false,
        HasStatus = true,
        Schema = SchemaNotation.Type("core", "PersistentVolume"),
        Validate = PersistentVolumeRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Capacity", "Size of the volume.", volume => volume.TextAt("spec.capacity.storage")),
            Columns.Text("Access Modes", "Ways in which the volume can be mounted.", volume => AccessModes.Short(volume.TextsAt("spec.accessModes"))),
            Columns.Text("Reclaim Policy", "What becomes of the volume when its claim is gone.", volume => volume.TextAt("spec.persistentVolumeReclaimPolicy")),
            Columns.Text("Status", "Phase of the volume.", volume => volume.NodeAt("metadata.deletionTimestamp") is null ? volume.TextAt("status.phase") : "Terminating"),
            Columns.Text("Claim", "The claim to which the volume is bound.", Claim),
            Columns.Text("StorageClass", "Storage class of the volume.", ClaimAdmission.ClassOf),
            Columns.Text("VolumeAttributesClass", "Volume attributes class of the volume.", volume => volume.NodeAt("spec.volumeAttributesClassName") is { } name ? name.AsText() : "<unset>"),
            Columns.Text("Reason", "Why the volume is in its phase.", volume => volume.TextAt("status.reason")),
            Columns.Age,
            Columns.Wide("VolumeMode", "Filesystem or Block.", volume => volume.NodeAt("spec.volumeMode") is { } mode ? mode.AsText() : "<unset>"),
        ],
    }
    .WithDefaults(ApplyDefaults)
    .WithPreparation(Prepare);

    private static string Claim(JsonObject volume) =>
        volume.PartAt("spec.claimRef") is { } claim ? $"{claim.TextAt("namespace")}/{claim.TextAt("name")}" : "";

    private static void ApplyDefaults(JsonObject volume)
    {
        var spec = volume.Ensure("spec");
        spec.SetDefaultText("persistentVolumeReclaimPolicy", "Retain");
        spec.SetDefault("volumeMode", "Filesystem");
        spec.PartAt("hostPath")?.SetDefault("type", "");
        volume.Ensure("status").SetDefaultText("phase", "Pending");
    }

    private static void Prepare(JsonObject volume)
    {
        volume["status"] = new JsonObject
        {
            ["phase"] = "Pending",
            ["lastPhaseTransitionTime"] = volume.NodeAt("metadata.creationTimestamp")?.DeepClone(),
        };
        Finalizers.Add(volume, Finalizer);
    }
}
