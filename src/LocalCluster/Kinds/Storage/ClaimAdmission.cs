using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Kinds.Storage;

/// <summary>Admission of volume claims, after upstream's plugins DefaultStorageClass and PersistentVolumeClaimResize.</summary>
public sealed class ClaimAdmission(ObjectStore store, ResourceKind classes)
{
    private const string BetaClass = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The storage class that a claim or a volume names, "" when it names none.</summary>
    public static string ClassOf(JsonObject value) =>
        value.PartAt("metadata.annotations")?[BetaClass].AsText() is { Length: > 0 } beta ? beta : value.TextAt("spec.storageClassName");

    /// <summary>Gives a new claim that leaves its class open the default class; of several the newest.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (IsClaim(request) && request is { Operation: "CREATE", Object: { } claim } && IsOpen(claim) && Default() is { } name)
        {
            claim.Ensure("spec")["storageClassName"] = name;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Lets only bound claims grow whose class allows it.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (!IsClaim(request) || request is not { Operation: "UPDATE", Object: { } claim, Old: { } old } || !Grows(claim, old))
        {
            return ValueTask.CompletedTask;
        }

        if (old.TextAt("status.phase") != "Bound")
        {
            throw request.Refuse("Only bound persistent volume claims can be expanded");
        }

        var name = ClassOf(claim);
        return name.Length > 0 && name == ClassOf(old) && store.Find(classes, "", name)?.Value.FlagAt("allowVolumeExpansion") == true
            ? ValueTask.CompletedTask
            : throw request.Refuse("only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
    }

    private static bool IsClaim(AdmissionRequest request) =>
        request is { Kind: { Group: "", Kind: "PersistentVolumeClaim" }, Options.Subresource: null };

    private static bool IsOpen(JsonObject claim) =>
        claim.NodeAt("spec.storageClassName") is null && claim.PartAt("metadata.annotations")?[BetaClass] is null;

    private static bool Grows(JsonObject claim, JsonObject old) =>
        ResourceRules.Amounts(claim.PartAt("spec.resources"), "requests").TryGetValue("storage", out var wanted)
        && (!ResourceRules.Amounts(old.PartAt("spec.resources"), "requests").TryGetValue("storage", out var before) || wanted > before);

    private string? Default() => store.List(classes, null).Objects
        .Select(one => one.Value)
        .Where(StorageClassKind.IsDefault)
        .OrderByDescending(one => DateTimeOffset.Parse(one.TextAt("metadata.creationTimestamp"), CultureInfo.InvariantCulture))
        .ThenBy(one => one.TextAt("metadata.name"), StringComparer.Ordinal)
        .Select(one => one.TextAt("metadata.name"))
        .FirstOrDefault();
}
