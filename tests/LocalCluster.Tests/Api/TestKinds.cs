using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api;

/// <summary>A few small kinds that show what the API does with a description.</summary>
internal static class TestKinds
{
    private static readonly FieldSchema Text = new(FieldType.Text);

    private static readonly FieldSchema Metadata = Structure(
        "ObjectMeta",
        ("name", Text),
        ("generateName", Text),
        ("namespace", Text),
        ("uid", Text),
        ("resourceVersion", Text),
        ("generation", new(FieldType.Int64)),
        ("creationTimestamp", new(FieldType.Time)),
        ("deletionTimestamp", new(FieldType.Time)),
        ("deletionGracePeriodSeconds", new(FieldType.Int64)),
        ("labels", Map(Text)),
        ("annotations", Map(Text)),
        ("ownerReferences", List(Structure("OwnerReference", ("kind", Text), ("name", Text), ("uid", Text), ("controller", new(FieldType.Boolean))), "uid")),
        ("finalizers", List(Text) with { MergesAsSet = true }));

    public static ResourceKind Namespace { get; } = new()
    {
        Group = "",
        Version = "v1",
        Kind = "Namespace",
        Plural = "namespaces",
        Singular = "namespace",
        ShortNames = ["ns"],
        Namespaced = false,
        HasStatus = true,
        Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"],
        Schema = Structure(
            "Namespace",
            ("metadata", Metadata),
            ("spec", Structure("NamespaceSpec", ("finalizers", List(Text)))),
            ("status", Structure("NamespaceStatus", ("phase", Text)))),
        BeginDeletion = value => value["status"] = new JsonObject { ["phase"] = "Terminating" },
        HoldsDeletion = value => value["spec"]?["finalizers"] is JsonArray { Count: > 0 },
    };

    public static ResourceKind ConfigMap { get; } = new()
    {
        Group = "",
        Version = "v1",
        Kind = "ConfigMap",
        Plural = "configmaps",
        Singular = "configmap",
        ShortNames = ["cm"],
        Schema = Structure("ConfigMap", ("metadata", Metadata), ("data", Map(Text)), ("immutable", new(FieldType.Boolean))),
        Columns =
        [
            new TableColumn("Name", "string", "name", 0, "The name.", (value, _) => (string?)value["metadata"]?["name"]),
            new TableColumn("Data", "string", "", 0, "How many.", (value, _) => (value["data"] as JsonObject)?.Count ?? 0),
        ],
    };

    public static ResourceKind Pod { get; } = new()
    {
        Group = "",
        Version = "v1",
        Kind = "Pod",
        Plural = "pods",
        Singular = "pod",
        ShortNames = ["po"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Schema = Structure(
            "Pod",
            ("metadata", Metadata),
            ("spec", Structure("PodSpec", ("nodeName", Text), ("terminationGracePeriodSeconds", new(FieldType.Int64)), ("containers", List(Container, "name")))),
            ("status", Structure("PodStatus", ("phase", Text)))),
        GracePeriod = value => value["spec"]?["nodeName"] is null ? 0 : 30,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>> { ["spec.nodeName"] = value => (string?)value["spec"]?["nodeName"] ?? "" },
    };

    public static ResourceKind Deployment { get; } = new()
    {
        Group = "apps",
        Version = "v1",
        Kind = "Deployment",
        Plural = "deployments",
        Singular = "deployment",
        ShortNames = ["deploy"],
        HasStatus = true,
        HasGeneration = true,
        Scale = new ScalePaths("spec.replicas", "status.replicas", "spec.selector"),
        Schema = Structure(
            "Deployment",
            ("metadata", Metadata),
            ("spec", Structure(
                "DeploymentSpec",
                ("replicas", new(FieldType.Int32)),
                ("paused", new(FieldType.Boolean)),
                ("selector", Structure("LabelSelector", ("matchLabels", Map(Text)))),
                ("strategy", Structure("DeploymentStrategy", ("type", Text), ("rollingUpdate", Map(Text)))),
                ("template", Structure("PodTemplateSpec", ("metadata", Metadata), ("spec", Structure("PodSpec", ("containers", List(Container, "name")))))))),
            ("status", Structure("DeploymentStatus", ("replicas", new(FieldType.Int32))))),
        Default = value => value["spec"]!["replicas"] ??= 1,
        Validate = (value, _) => (int?)value["spec"]?["replicas"] < 0
            ? [FieldError.Invalid("spec.replicas", value["spec"]!["replicas"]!.ToJsonString(), "must be greater than or equal to 0")]
            : [],
    };

    private static FieldSchema Container => Structure(
        "Container",
        ("name", Text),
        ("image", Text),
        ("args", List(Text)),
        ("ports", List(Structure("ContainerPort", ("containerPort", new(FieldType.Int32)), ("protocol", Text)), "containerPort")),
        ("resources", Structure("ResourceRequirements", ("requests", Map(new(FieldType.Quantity))))));

    public static FieldSchema Structure(string type, params (string Name, FieldSchema Schema)[] members) => new(FieldType.Object)
    {
        TypeName = type,
        Properties = members.ToDictionary(member => member.Name, member => member.Schema),
    };

    private static FieldSchema List(FieldSchema items, string? mergeKey = null) => new(FieldType.List) { Items = items, MergeKey = mergeKey };

    private static FieldSchema Map(FieldSchema items) => new(FieldType.Map) { Items = items };
}
