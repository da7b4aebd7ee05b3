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
        if (!JsonNode.DeepEquals(Comparable(claim, old), Comparable(old, old)))
        {
            report.Forbidden("spec", Frozen);
        }

        var (wanted, had) = (Storage(claim, "spec.resources.requests"), Storage(old, "spec.resources.requests"));
        if (wanted < had && wanted <= Storage(old, "status.capacity"))
        {
            report.Forbidden(StoragePath, "field can not be less than status.capacity");
        }

        report.Unchanged("volumeMode", spec["volumeMode"], before["volumeMode"]);
        if (before["volumeAttributesClassName"] is null)
        {
            return;
        }

        if (spec["volumeAttributesClassName"] is not { } attributes)
        {
            report.Forbidden(AttributesPath, "update from non-nil value to nil is forbidden");
        }
        else if (attributes.AsText().Length == 0)
        {
            report.Forbidden(AttributesPath, "update from non-nil value to an empty string is forbidden");
        }
    }

    // What a claim may still change is set to what it was, so that all the rest can be compared at once.
    private static JsonObject Comparable(JsonObject claim, JsonObject old)
    {
        var spec = (JsonObject)(claim.PartAt("spec") ?? []).DeepClone();
        if (old.TextAt("spec.volumeName").Length == 0)
        {
            spec.Remove("volumeName");
        }

        if (claim.TextAt("status.phase") != "Bound")
        {
            return spec;
        }

        if (spec.PartAt("resources.requests") is { } requests)
        {
            requests["storage"] = old.NodeAt(StoragePath)?.DeepClone();
        }

        if (spec["volumeAttributesClassName"] is not null)
        {
            spec["volumeAttributesClassName"] = old.NodeAt(AttributesPath)?.DeepClone();
        }

        return spec;
    }

    private static Quantity Storage(JsonObject claim, string path) =>
        Amounts(claim, path).TryGetValue("storage", out var amount) ? amount : Quantity.Zero;

    private static IReadOnlyDictionary<string, Quantity> Amounts(JsonObject claim, string path)
    {
        var end = path.LastIndexOf('.');
        return ResourceRules.Amounts(claim.PartAt(path[..end]), path[(end + 1)..]);
    }
}
