using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a claim for storage uses up, in all and of its storage class, after pkg/quota/v1/evaluator/core/persistent_volume_claims.go.</summary>
internal sealed class ClaimCost : IObjectCost
{
    private const string Claims = "persistentvolumeclaims";
    private const string CountClaims = "count/persistentvolumeclaims";
    private const string Storage = "requests.storage";
    private const string OfClass = ".storageclass.storage.k8s.io/";
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    /// <inheritdoc />
    public bool Tracks(string name) =>
        name is Claims or CountClaims or Storage
        || name.EndsWith(OfClass + Claims, StringComparison.Ordinal)
        || name.EndsWith(OfClass + Storage, StringComparison.Ordinal);

    /// <inheritdoc />
    public bool Handles(QuotaWrite write) => write.Subresource.Length == 0 || write.Subresource == "status" && write.Old is not null;

    /// <inheritdoc />
    public bool IsIn(ScopeRequirement scope, GovernedObject subject) =>
        scope.ScopeName == QuotaScope.VolumeAttributesClass && QuotaScope.Matches(scope, AttributesClasses(subject.Get<PersistentVolumeClaim>()));

    /// <inheritdoc />
    public ResourceVector Of(GovernedObject subject, DateTimeOffset now)
    {
        var claim = subject.Get<PersistentVolumeClaim>();
        var one = Quantity.FromLong(1);
        List<KeyValuePair<string, Quantity>> cost = [new(Claims, one), new(CountClaims, one)];
        var storageClass = ClassOf(claim);
        if (storageClass.Length > 0)
        {
            cost.Add(new($"{storageClass}{OfClass}{Claims}", one));
        }

        if (StorageOf(claim) is { } storage)
        {
            cost.Add(new(Storage, storage));
            if (storageClass.Length > 0)
            {
                cost.Add(new($"{storageClass}{OfClass}{Storage}", storage));
            }
        }

        return ResourceVector.From(cost);
    }

    private static string ClassOf(PersistentVolumeClaim claim) =>
        claim.Metadata.Annotations is { } annotations && annotations.TryGetValue(ClassAnnotation, out var old)
            ? old ?? ""
            : claim.Spec.StorageClassName ?? "";

    private static Quantity? StorageOf(PersistentVolumeClaim claim)
    {
        if (claim.Spec.Resources?.Requests is not { } requests || !requests.TryGetValue("storage", out var request))
        {
            return null;
        }

        request = request.RoundUp(0);
        return claim.Status.AllocatedResources is { } allocated && allocated.TryGetValue("storage", out var given) && given > request
            ? given.RoundUp(0)
            : request;
    }

    private static List<string> AttributesClasses(PersistentVolumeClaim claim)
    {
        List<string> classes = new(3);
        foreach (var name in (ReadOnlySpan<string?>)
            [
                claim.Spec.VolumeAttributesClassName,
                claim.Status.CurrentVolumeAttributesClassName,
                claim.Status.ModifyVolumeStatus?.TargetVolumeAttributesClassName,
            ])
        {
            if (name is { Length: > 0 })
            {
                classes.Add(name);
            }
        }

        return classes;
    }
}
