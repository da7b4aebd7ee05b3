using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Storage;

/// <summary>StorageClass, storage.k8s.io/v1.</summary>
public static class StorageClassKind
{
    private static readonly string[] DefaultMarks = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "storage.k8s.io",
        Version = "v1",
        Kind = "StorageClass",
        Plural = "storageclasses",
        Singular = "storageclass",
        ShortNames = ["sc"],
        Namespaced = false,
        Schema = SchemaNotation.Type("storage", "StorageClass"),
        Validate = StorageClassRules.Validate,
        Columns =
        [
            Columns.Name with { Cell = (one, _) => IsDefault(one) ? $"{one.TextAt("metadata.name")} (default)" : one.TextAt("metadata.name") },
            Columns.Text("Provisioner", "Who makes volumes of the class.", one => one.TextAt("provisioner")),
            Columns.Text("ReclaimPolicy", "What becomes of such a volume when its claim is gone.", one => one.TextAt("reclaimPolicy")),
            Columns.Text("VolumeBindingMode", "When claims of the class are bound.", one => one.TextAt("volumeBindingMode")),
            new TableColumn("AllowVolumeExpansion", "string", "", 0, "Whether claims of the class may grow.", (one, _) => one.FlagAt("allowVolumeExpansion")),
            Columns.Age,
        ],
    }
    .WithDefaults(ApplyDefaults);

    /// <summary>Whether claims that name no class get this one.</summary>
    public static bool IsDefault(JsonObject one) =>
        DefaultMarks.Any(mark => one.PartAt("metadata.annotations")?[mark].AsText() == "true");

    private static void ApplyDefaults(JsonObject one)
    {
        one.SetDefault("reclaimPolicy", "Delete");
        one.SetDefault("volumeBindingMode", "Immediate");
    }
}
