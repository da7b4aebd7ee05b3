using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;

namespace Autoscale.LocalCluster.Api;

/// <summary>The one description of a kind that the API serves: names, scope, subresources, columns, defaults, validation.</summary>
public sealed record ResourceKind
{
    /// <summary>What most resources can do.</summary>
    public static IReadOnlyList<string> AllVerbs { get; } = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>API group; "" for core.</summary>
    public required string Group { get; init; }

    /// <summary>API version, e.g. v1.</summary>
    public required string Version { get; init; }

    /// <summary>Kind, e.g. Pod.</summary>
    public required string Kind { get; init; }

    /// <summary>Kind of a list; the kind with "List" after it unless a definition says otherwise.</summary>
    public string ListKind { get => field ?? $"{Kind}List"; init; }

    /// <summary>Resource name in URLs, e.g. pods.</summary>
    public required string Plural { get; init; }

    /// <summary>Singular name, e.g. pod.</summary>
    public required string Singular { get; init; }

    /// <summary>Short names, e.g. po.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Categories, e.g. all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>True when objects live in namespaces.</summary>
    public bool Namespaced { get; init; } = true;

    /// <summary>True when the status is written only through the status subresource.</summary>
    public bool HasStatus { get; init; }

    /// <summary>The scale subresource, where the kind has one.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary>True when metadata.generation counts changes of the specification.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>True when changed annotations count as a change of the specification, as those of deployments do.</summary>
    public bool GenerationCountsAnnotations { get; init; }

    /// <summary>The fields of an object; field validation, strategic merge patches and OpenAPI read it.</summary>
    public required FieldSchema Schema { get; init; }

    /// <summary>Columns of the server-side table; name and age when empty.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>Fills in what the user left out, in place, on every write.</summary>
    public Action<JsonObject>? Default { get; init; }

    /// <summary>Sets what the server decides on create (e.g. status.phase) and drops what a client may not set; the second argument is the old object on update, null on create.</summary>
    public Action<JsonObject, JsonObject?>? Prepare { get; init; }

    /// <summary>Every field error of a new object; the second argument is the old object on update, null on create.</summary>
    public Func<JsonObject, JsonObject?, IEnumerable<FieldError>>? Validate { get; init; }

    /// <summary>What the client is warned of, of a new object; the second argument is the old object on update, null on create.</summary>
    public Func<JsonObject, JsonObject?, IEnumerable<string>>? Advise { get; init; }

    /// <summary>Every field error of an object whose status is written, beside the old object; null when any status that decodes will do.</summary>
    public Func<JsonObject, JsonObject, IEnumerable<FieldError>>? ValidateStatus { get; init; }

    /// <summary>Takes over from the old object, second, what a write of the status may not take away, in place; null when it may replace all of it.</summary>
    public Action<JsonObject, JsonObject>? PrepareStatus { get; init; }

    /// <summary>How the resize subresource writes its object, where the kind has one.</summary>
    public SubresourceRules? Resize { get; init; }

    /// <summary>True when a create may bring its status along, as nodes do.</summary>
    public bool CreatesWithStatus { get; init; }

    /// <summary>Seconds that an object is given to end when the deletion does not say; null when objects of this kind go at once.</summary>
    public Func<JsonObject, long>? GracePeriod { get; init; }

    /// <summary>Marks an object when its deletion begins (e.g. a namespace's phase), in place.</summary>
    public Action<JsonObject>? BeginDeletion { get; init; }

    /// <summary>Whether something beyond metadata.finalizers holds the deletion up, e.g. a namespace's own finalizers.</summary>
    public Func<JsonObject, bool>? HoldsDeletion { get; init; }

    /// <summary>Verbs of the resource, in discovery's order.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>Subresources beyond status and scale, e.g. eviction.</summary>
    public IReadOnlyList<SubresourceKind> Subresources { get; init; } = [];

    /// <summary>Field selectors beyond metadata.name and metadata.namespace: label → value ("" when absent).</summary>
    public IReadOnlyDictionary<string, Func<JsonObject, string>> SelectableFields { get; init; } =
        new Dictionary<string, Func<JsonObject, string>>();

    /// <summary>For a second version of a kind: the stored kind and the conversions from and to it; null for the stored kind itself.</summary>
    public KindConversion? Conversion { get; init; }

    /// <summary>What a custom resource's definition says of this version; null for built-in kinds.</summary>
    public CustomResource? Custom { get; init; }

    /// <summary>False for a version in which objects are stored but not served.</summary>
    public bool IsServed { get; init; } = true;

    /// <summary>Checks, in place, what the schema leaves open in a decoded object: members that nobody knows are dropped and handed over by path.</summary>
    public Action<JsonObject, Action<string>>? Refine { get; init; }

    /// <summary>True when stored objects are shown as they are stored.</summary>
    public bool ShowsStored => Conversion is null && Custom is null;

    /// <summary>"group/version", or the bare version of the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>"plural.group", or the bare plural of the core group, as messages name the resource.</summary>
    public string QualifiedResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>"Kind.group", or the bare kind of the core group, as "is invalid" messages name the kind.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
