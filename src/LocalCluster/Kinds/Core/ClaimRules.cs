using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a volume claim, after ValidatePersistentVolumeClaim of pkg/apis/core/validation.</summary>
public static class ClaimRules
{
    private const string Frozen = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    private const string AttributesPath = "spec.volumeAttributesClassName";
    private const string BetaClassName = "volume.beta.kubernetes.io/storage-class";
    private const string ClassPath = "spec.storageClassName";
    private const string StoragePath = "spec.resources.requests.storage";

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject claim, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, claim, old, SyntaxRules.DnsSubdomain);
        CheckSpec(report, claim.PartAt("spec") ?? []);
        if (old is not null)
        {
            CheckUpdate(report, claim, old);
        }

        return report.Errors;
    }

    private static void CheckSpec(FieldReport report, JsonObject spec)
    {
        AccessModes.Check(report, [.. spec.TextsAt("accessModes")], "at least 1 access mode is required");
        SelectorRules.Check(report, spec.PartAt("selector"), "spec.selector");
        if (!ResourceRules.Amounts(spec.PartAt("resources"), "requests").TryGetValue("storage", out var storage))
        {
            report.Required("spec.resources[storage]");
        }
        else if (storage.Sign <= 0)
        {
            report.Invalid("spec.resources[storage]", storage.ToString(), "must be greater than zero");
        }

        if (spec.TextAt("storageClassName") is { Length: > 0 } name)
        {
            report.Invalid("spec.storageClassName", name, SyntaxRules.DnsSubdomain(name));
        }

        if (spec.TextAt("volumeMode") is var mode && mode is not ("Block" or "Filesystem"))
        {
            report.NotSupported("spec.volumeMode", mode, "Block", "Filesystem");
        }

        if (spec.TextAt("volumeAttributesClassName") is { Length: > 0 } attributes)
        {
            report.Invalid(AttributesPath, attributes, SyntaxRules.DnsSubdomain(attributes));
        }
    }

    private static void CheckUpdate(FieldReport report, JsonObject claim, JsonObject old)
    {
        var (spec, before) = (claim.PartAt("spec") ?? [], old.PartAt("spec") ?? []);
        var (wanted, had) = (Storage(claim, "spec.resources.requests"), Storage(old, "spec.resources.requests"));
        if (BetaClass(claim) != BetaClass(old) && !TakesClassFromAnnotation(claim, old))
        {
            report.Invalid($"metadata.annotations.{BetaClassName}", BetaClass(claim) ?? "", FieldReport.Immutable);
        }

        CheckFrozen(report, claim, old);
        if (wanted < had && wanted <= Storage(old, "status.capacity"))
        {
            report.Forbidden(StoragePath, "field can not be less than status.capacity");
        }

        report.Unchanged("volumeMode", spec["volumeMode"], before["volumeMode"]);
        CheckAttributes(report, spec["volumeAttributesClassName"], before["volumeAttributesClassName"], old);
    }

    private static void CheckFrozen(FieldReport report, JsonObject claim, JsonObject old)
    {
        var (spec, before) = (Comparable(claim, claim, old), Comparable(old, claim, old));
        if (!JsonNode.DeepEquals(spec, before))
        {
            report.Forbidden("spec", $"{Frozen}\n{UnifiedDiff.Between(ClaimSpecText.Of(before), ClaimSpecText.Of(spec))}");
        }
    }

    // A class that took effect may be changed, but not be given up.
    private static void CheckAttributes(FieldReport report, JsonNode? now, JsonNode? before, JsonObject old)
    {
        if (old.NodeAt("status.currentVolumeAttributesClassName") is null || JsonNode.DeepEquals(now, before))
        {
            return;
        }

        if (now is null)
        {
            report.Forbidden(AttributesPath, "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil");
        }
        else if (now.AsText().Length == 0)
        {
            report.Forbidden(AttributesPath, "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil");
        }
    }

    // What a claim may still change is made the same in both, so that all the rest can be compared at once.
    private static JsonObject Comparable(JsonObject which, JsonObject claim, JsonObject old)
    {
        var spec = (JsonObject)(which.PartAt("spec") ?? []).DeepClone();
        if (old.TextAt("spec.volumeName").Length == 0)
        {
            spec["volumeName"] = claim.TextAt("spec.volumeName");
        }

        if (TakesClassFromAnnotation(claim, old) || TakesClassFromNothing(claim, old))
        {
            spec.Remove("storageClassName");
        }

        if (claim.TextAt("status.phase") != "Bound")
        {
            return spec;
        }

        if (spec.PartAt("resources.requests") is { } requests)
        {
            requests["storage"] = old.NodeAt(StoragePath)?.DeepClone();
        }

        spec["volumeAttributesClassName"] = old.NodeAt(AttributesPath)?.DeepClone();
        return spec;
    }

    // The class of the old annotation may move to the field that replaced it.
    private static bool TakesClassFromAnnotation(JsonObject claim, JsonObject old) =>
        BetaClass(old) is { } beta
        && old.NodeAt(ClassPath) is null
        && claim.NodeAt(ClassPath) is { } name && name.AsText() == beta
        && (BetaClass(claim) ?? beta) == beta;

    private static bool TakesClassFromNothing(JsonObject claim, JsonObject old) =>
        claim.NodeAt(ClassPath) is { } name && old.NodeAt(ClassPath) is null && (BetaClass(old) ?? name.AsText()) == name.AsText();

    private static string? BetaClass(JsonObject claim) => claim.PartAt("metadata.annotations")?[BetaClassName]?.AsText();

    private static Quantity Storage(JsonObject claim, string path) =>
        Amounts(claim, path).TryGetValue("storage", out var amount) ? amount : Quantity.Zero;

    private static IReadOnlyDictionary<string, Quantity> Amounts(JsonObject claim, string path)
    {
        var end = path.LastIndexOf('.');
        return ResourceRules.Amounts(claim.PartAt(path[..end]), path[(end + 1)..]);
    }
}
