namespace Autoscale.LocalCluster.Api.Http;

/// <summary>The description of autoscaling/v1 Scale, which exists only as a subresource.</summary>
internal static class ScaleKind
{
    private static readonly FieldSchema Text = new(FieldType.Text);

    /// <summary>The kind; objects of it are never stored.</summary>
    public static ResourceKind Instance { get; } = new()
    {
        Group = "autoscaling",
        Version = "v1",
        Kind = "Scale",
        Plural = "scales",
        Singular = "scale",
        Schema = Structure("Scale", new()
        {
            ["metadata"] = Structure("ObjectMeta", new()
            {
                ["name"] = Text,
                ["namespace"] = Text,
                ["uid"] = Text,
                ["resourceVersion"] = Text,
                ["creationTimestamp"] = new(FieldType.Time),
                ["labels"] = new(FieldType.Map) { Items = Text },
                ["annotations"] = new(FieldType.Map) { Items = Text },
                ["managedFields"] = new(FieldType.Any),
            }),
            ["spec"] = Structure("ScaleSpec", new() { ["replicas"] = new(FieldType.Int32) }),
            ["status"] = Structure("ScaleStatus", new() { ["replicas"] = new(FieldType.Int32), ["selector"] = Text }),
        }),
    };

    private static FieldSchema Structure(string type, Dictionary<string, FieldSchema> members) =>
        new(FieldType.Object) { TypeName = type, Properties = members };
}
