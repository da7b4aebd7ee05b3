using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Makes the kinds that a CustomResourceDefinition defines: one for each version that is served or stored.</summary>
public static class CustomKinds
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] VerbsOfTheDying = ["delete", "deletecollection", "get", "list", "watch"];

    private static readonly FieldSchema Skeleton = new(FieldType.Object)
    {
        Properties = new Dictionary<string, FieldSchema>
        {
            ["apiVersion"] = new(FieldType.Text),
            ["kind"] = new(FieldType.Text),
            ["metadata"] = SchemaNotation.Type("meta", "ObjectMeta"),
        },
    };

    /// <summary>The kinds, under the names that were accepted; the token ends when they are taken away.</summary>
    public static IEnumerable<ResourceKind> Of(JsonObject definition, CancellationToken withdrawn)
    {
        var spec = definition.Child("spec");
        var versions = spec.Children("versions").ToList();
        var stored = versions.Find(version => version.Flag("storage")).Text("name");
        return versions.Where(version => version.Flag("served") || version.Flag("storage")).Select(version => Of(definition, version, stored, withdrawn));
    }

    private static ResourceKind Of(JsonObject definition, JsonObject version, string stored, CancellationToken withdrawn)
    {
        var spec = definition.Child("spec");
        var names = definition.Child("status").Child("acceptedNames");
        var name = version.Text("name");
        var isDying = definition.Child("metadata").Text("deletionTimestamp").Length > 0;
        var published = spec.Flag("preserveUnknownFields") ? Preserving(version) : version.Child("schema").Child("openAPIV3Schema") ?? [];
        var schema = new StructuralSchema(published);
        var scale = version.Child("subresources").Child("scale");
        var kind = new ResourceKind
        {
            Group = spec.Text("group"),
            Version = name,
            Kind = names.Text("kind"),
            ListKind = names.Text("listKind"),
            Plural = names.Text("plural"),
            Singular = names.Text("singular"),
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Namespaced = spec.Text("scope") == "Namespaced",
            IsServed = version.Flag("served"),
            HasStatus = version.Child("subresources").Child("status") is not null,
            HasGeneration = true,
            Scale = scale is null ? null : new ScalePaths(Bare(scale.Text("specReplicasPath")), Bare(scale.Text("statusReplicasPath")), Bare(scale.Text("labelSelectorPath"))),
            Verbs = isDying ? VerbsOfTheDying : Verbs,
            Schema = Skeleton,
            Columns = CustomColumns.Of(version),
            SelectableFields = SelectableFields.Of(version),
            Conversion = name == stored ? null : new KindConversion(stored, Copy, Copy),
            Default = value => Defaulting.Apply(value, schema),
            PrepareStatus = KeepMetadata,
            Custom = new CustomResource { Schema = schema, Published = published, Warning = Warning(spec, version), Withdrawn = withdrawn },
        };
        return CustomRules.Applied(kind, schema, scale);
    }

    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();

    private static string Bare(string path) => path.TrimStart('.');

    private static JsonObject Preserving(JsonObject version)
    {
        var schema = (JsonObject?)version.Child("schema").Child("openAPIV3Schema")?.DeepClone() ?? [];
        schema["x-kubernetes-preserve-unknown-fields"] = true;
        return schema;
    }

    private static string Warning(JsonObject? spec, JsonObject version) =>
        !version.Flag("deprecated") ? ""
        : version.Text("deprecationWarning") is { Length: > 0 } text ? text
        : DefaultWarning(spec, version.Text("name"));

    private static string DefaultWarning(JsonObject? spec, string version)
    {
        var (group, kind) = (spec.Text("group"), spec.Child("names").Text("kind"));
        var better = spec.Children("versions")
            .Where(other => other.Flag("served") && !other.Flag("deprecated") && KubeVersion.Order.Compare(other.Text("name"), version) < 0)
            .Select(other => other.Text("name"))
            .Order(KubeVersion.Order)
            .FirstOrDefault();
        return $"{group}/{version} {kind} is deprecated{(better is null ? "" : $"; use {group}/{better} {kind}")}";
    }

    // A write of a custom resource's status takes nothing else along.
    private static void KeepMetadata(JsonObject value, JsonObject old) => value["metadata"] = old["metadata"]?.DeepClone();
}
