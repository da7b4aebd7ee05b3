using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Kinds that exist only in request bodies.</summary>
internal static class BodyKinds
{
    /// <summary>policy/v1 Eviction.</summary>
    public static ResourceKind Eviction { get; } = Of("policy", "v1", "Eviction", SchemaNotation.Type("policy", "Eviction"));

    /// <summary>core/v1 Binding.</summary>
    public static ResourceKind Binding { get; } = Of("", "v1", "Binding", Structure("Binding", new()
    {
        ["metadata"] = SchemaNotation.Type("meta", "ObjectMeta"),
        ["target"] = SchemaNotation.Type("core", "ObjectReference"),
    }));

    /// <summary>admission.k8s.io/v1 AdmissionReview, as webhooks answer it.</summary>
    public static ResourceKind AdmissionReview { get; } = Of("admission.k8s.io", "v1", "AdmissionReview", SchemaNotation.Type("admission", "AdmissionReview"));

    /// <summary>meta/v1 DeleteOptions, which clients send in any group.</summary>
    public static ResourceKind DeleteOptions { get; } = Of("", "v1", "DeleteOptions", SchemaNotation.Type("meta", "DeleteOptions"));

    /// <summary>autoscaling/v1 Scale.</summary>
    public static ResourceKind Scale { get; } = Of("autoscaling", "v1", "Scale", Structure("Scale", new()
    {
        ["metadata"] = SchemaNotation.Type("meta", "ObjectMeta"),
        ["spec"] = Structure("ScaleSpec", new() { ["replicas"] = new(FieldType.Int32) }),
        ["status"] = Structure("ScaleStatus", new() { ["replicas"] = new(FieldType.Int32), ["selector"] = new(FieldType.Text) }),
    }));

    private static ResourceKind Of(string group, string version, string kind, FieldSchema schema) => new()
    {
        Group = group,
        Version = version,
        Kind = kind,
        Plural = $"{kind.ToLowerInvariant()}s",
        Singular = kind.ToLowerInvariant(),
        Schema = schema,
    };

    private static FieldSchema Structure(string type, Dictionary<string, FieldSchema> members) =>
        new(FieldType.Object) { TypeName = type, Properties = members };
}
