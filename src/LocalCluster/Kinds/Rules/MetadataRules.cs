using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>The rules of object metadata, as k8s.io/apimachinery/pkg/api/validation has them.</summary>
public static class MetadataRules
{
    private static readonly string[] ImmutableFields =
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private static readonly string[] OwnerFields = ["kind", "name", "uid"];

    private const int AnnotationLimit = 256 * 1024;

    /// <summary>Checks the metadata of a new object, or of one that replaces <paramref name="old"/>; the name rule is the kind's own.</summary>
    public static void Check(FieldReport report, JsonObject value, JsonObject? old, Func<string, IEnumerable<string>> name, bool namespaced = true)
    {
        var meta = value.PartAt("metadata") ?? [];
        if (old.PartAt("metadata") is { } before)
        {
            CheckUpdate(report, meta, before);
        }
        else
        {
            CheckName(report, meta, name);
            CheckNamespace(report, meta.TextAt("namespace"), namespaced);
            report.NonNegative("metadata.generation", meta.NumberAt("generation"));
        }

        CheckMaps(report, meta, "metadata");
        CheckOwners(report, meta);
        foreach (var finalizer in meta.TextsAt("finalizers"))
        {
            report.Invalid("metadata.finalizers", finalizer, NameRules.LabelKeyErrors(finalizer));
        }
    }

    /// <summary>Checks the labels and annotations of an object's or a template's metadata.</summary>
    public static void CheckMaps(FieldReport report, JsonObject? meta, string path)
    {
        CheckLabels(report, meta.PartAt("labels"), $"{path}.labels");
        var size = 0L;
        foreach (var (key, value) in meta.PartAt("annotations") ?? [])
        {
            size += System.Text.Encoding.UTF8.GetByteCount(key) + System.Text.Encoding.UTF8.GetByteCount(value.AsText());
            report.Invalid($"{path}.annotations", key, NameRules.LabelKeyErrors(key.ToLowerInvariant()));
        }

        if (size > AnnotationLimit)
        {
            report.TooLong($"{path}.annotations", AnnotationLimit);
        }
    }

    /// <summary>Checks label keys and values.</summary>
    public static void CheckLabels(FieldReport report, JsonObject? labels, string path)
    {
        foreach (var (key, value) in labels ?? [])
        {
            report.Invalid(path, key, NameRules.LabelKeyErrors(key));
            report.Invalid(path, value.AsText(), NameRules.LabelValueErrors(value.AsText()));
        }
    }

    private static void CheckName(FieldReport report, JsonObject meta, Func<string, IEnumerable<string>> rule)
    {
        var (prefix, name) = (meta.TextAt("generateName"), meta.TextAt("name"));
        if (prefix.Length > 0)
        {
            report.Invalid("metadata.generateName", prefix, rule(SyntaxRules.MaskTrailingDash(prefix)));
        }

        if (name.Length == 0)
        {
            report.Required("metadata.name", "name or generateName is required");
            return;
        }

        report.Invalid("metadata.name", name, rule(name));
    }

    private static void CheckNamespace(FieldReport report, string ns, bool namespaced)
    {
        if (!namespaced)
        {
            if (ns.Length > 0)
            {
                report.Forbidden("metadata.namespace", "not allowed on this type");
            }
        }
        else if (ns.Length == 0)
        {
            report.Required("metadata.namespace");
        }
        else
        {
            report.Invalid("metadata.namespace", ns, SyntaxRules.DnsLabel(ns));
        }
    }

    private static void CheckUpdate(FieldReport report, JsonObject meta, JsonObject before)
    {
        if (before["deletionTimestamp"] is not null)
        {
            CheckNoNewFinalizers(report, meta, before);
        }

        if (meta.TextAt("resourceVersion").Length == 0)
        {
            report.Invalid("metadata.resourceVersion", "", "must be specified for an update");
        }

        if (meta.NumberAt("generation") < before.NumberAt("generation"))
        {
            report.Invalid("metadata.generation", meta.NumberAt("generation") ?? 0, "must not be decremented");
        }

        foreach (var field in ImmutableFields)
        {
            report.Unchanged($"metadata.{field}", meta[field], before[field]);
        }
    }

    private static void CheckNoNewFinalizers(FieldReport report, JsonObject meta, JsonObject before)
    {
        var added = meta.TextsAt("finalizers").Except(before.TextsAt("finalizers")).Order(StringComparer.Ordinal).ToList();
        if (added.Count > 0)
        {
            var list = string.Join(", ", added.Select(FieldReport.Quote));
            report.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
        }
    }

    private static void CheckOwners(FieldReport report, JsonObject meta)
    {
        const string Path = "metadata.ownerReferences";
        var controller = "";
        foreach (var owner in meta.PartsAt("ownerReferences"))
        {
            CheckOwner(report, owner, Path);
            if (!owner.FlagAt("controller"))
            {
                continue;
            }

            var current = $"{owner.TextAt("kind")}/{owner.TextAt("name")}";
            if (controller.Length > 0)
            {
                report.Invalid(Path, meta["ownerReferences"], $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {current}");
            }

            controller = controller.Length > 0 ? controller : current;
        }
    }

    private static void CheckOwner(FieldReport report, JsonObject owner, string path)
    {
        var (version, kind) = (owner.TextAt("apiVersion"), owner.TextAt("kind"));
        if (version.Length == 0 || version.EndsWith('/'))
        {
            report.Invalid($"{path}.apiVersion", version, "version must not be empty");
        }

        foreach (var field in OwnerFields.Where(field => owner.TextAt(field).Length == 0))
        {
            report.Invalid($"{path}.{field}", "", "must not be empty");
        }

        if (version == "v1" && kind == "Event")
        {
            report.Invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
        }
    }
}
