using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Storage;

/// <summary>VolumeAttributesClass, storage.k8s.io/v1.</summary>
public static class VolumeAttributesClassKind
{
    /// <summary>What holds the deletion of a class up while something uses it.</summary>
    public const string Finalizer = "kubernetes.io/vac-protection";

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "storage.k8s.io",
        Version = "v1",
        Kind = "VolumeAttributesClass",
        Plural = "volumeattributesclasses",
        Singular = "volumeattributesclass",
        ShortNames = ["vac"],
        Namespaced = false,
        Schema = SchemaNotation.Type("storage", "VolumeAttributesClass"),
        Validate = StorageClassRules.ValidateAttributes,
        Columns =
        [
            Columns.Name,
            Columns.Text("DriverName", "The driver whose volumes the class is for.", one => one.TextAt("driverName")),
            Columns.Age,
        ],
    }
    .WithDefaults()
    .WithPreparation(one => Finalizers.Add(one, Finalizer));
}
