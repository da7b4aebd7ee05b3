using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Finds the volume for a claim, after FindMatchingVolume of k8s.io/component-helpers/storage/volume.</summary>
internal static class VolumeMatch
{
    /// <summary>The volume that is bound beforehand to the claim and large enough, else the smallest that fits; null when there is none.</summary>
    public static JsonObject? Find(JsonObject claim, IEnumerable<JsonObject> volumes)
    {
        var wanted = Amount(claim, "spec", "resources", "requests");
        var fitting = volumes.Where(volume => HasForm(volume, claim) && Amount(volume, "spec", "capacity") >= wanted).ToList();
        return fitting.Find(volume => IsFor(volume, claim))
            ?? fitting.Where(volume => IsFree(volume) && Offers(volume, claim)).MinBy(volume => Amount(volume, "spec", "capacity"));
    }

    /// <summary>Whether a volume names the claim, by uid once it knows it.</summary>
    public static bool IsFor(JsonObject volume, JsonObject claim) =>
        volume.At("spec", "claimRef") is JsonObject reference
        && (reference.Text("namespace"), reference.Text("name")) == (claim.Namespace(), claim.Name())
        && (reference.Text("uid").Length == 0 || reference.Text("uid") == claim.Uid());

    /// <summary>Whether a volume names no claim and may be had.</summary>
    public static bool IsFree(JsonObject volume) => volume.At("spec", "claimRef") is null && !volume.IsTerminating();

    private static bool HasForm(JsonObject volume, JsonObject claim) =>
        volume.Text("spec", "volumeMode") == claim.Text("spec", "volumeMode")
        && volume.Text("spec", "volumeAttributesClassName") == claim.Text("spec", "volumeAttributesClassName");

    private static bool Offers(JsonObject volume, JsonObject claim) =>
        ClaimAdmission.ClassOf(volume) == ClaimAdmission.ClassOf(claim)
        && !claim.Texts("spec", "accessModes").Except(volume.Texts("spec", "accessModes")).Any()
        && (claim.At("spec", "selector") is not { } selector || Ownership.SelectorFrom(selector).Matches(volume.Labels()));

    private static Quantity Amount(JsonObject value, params ReadOnlySpan<string> path) =>
        Quantity.TryParse(value.At(path).Text("storage"), out var amount, out _) ? amount : Quantity.Zero;
}
