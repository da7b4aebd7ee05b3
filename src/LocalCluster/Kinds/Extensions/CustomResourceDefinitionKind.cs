using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Custom;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>CustomResourceDefinition, apiextensions.k8s.io/v1.</summary>
public static class CustomResourceDefinitionKind
{
    /// <summary>The finalizer under which a definition's objects are deleted.</summary>
    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    private const int Https = 443;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "apiextensions.k8s.io",
        Version = "v1",
        Kind = "CustomResourceDefinition",
        Plural = "customresourcedefinitions",
        Singular = "customresourcedefinition",
        ShortNames = ["crd", "crds"],
        Categories = ["api-extensions"],
        Namespaced = false,
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("apiextensions", "CustomResourceDefinition"),
        Validate = DefinitionRules.Validate,
        Refine = SchemaNotes.Refine,
        Advise = SchemaAdvice.Of,
        Prepare = Prepare,

        // A deletion always waits for the objects: the finalizer is set when it begins.
        HoldsDeletion = value => !DefinitionStatus.IsTerminating(value),
        BeginDeletion = BeginDeletion,
        Columns =
        [
            Columns.Name,
            new TableColumn("Created At", "date", "", 0, Columns.Age.Description, (value, _) => value.TextAt("metadata.creationTimestamp")),
        ],
    }
    .WithDefaults(Default);

    private static void Default(JsonObject value)
    {
        var names = value.Ensure("spec").Ensure("names");
        var kind = names.TextAt("kind");
        names.SetDefaultText("singular", kind.ToLowerInvariant());
        if (kind.Length > 0)
        {
            names.SetDefaultText("listKind", $"{kind}List");
        }

        value.Ensure("spec").SetDefault("conversion", new JsonObject { ["strategy"] = "None" });
        value.PartAt("spec.conversion.webhook.clientConfig.service")?.SetDefault("port", Https);
        if (!value.TextsAt("status.storedVersions").Any())
        {
            Store(value);
        }
    }

    private static void Prepare(JsonObject value, JsonObject? old)
    {
        if (old is null)
        {
            value.Remove("status");
        }

        if (!value.TextsAt("status.storedVersions").Contains(StoredVersion(value)))
        {
            Store(value);
        }

        CanonicalForm.Apply(value, Description.Schema);
    }

    private static string StoredVersion(JsonObject value) =>
        value.PartsAt("spec.versions").FirstOrDefault(version => version.FlagAt("storage")).TextAt("name");

    private static void Store(JsonObject value)
    {
        var status = value.Ensure("status");
        var versions = status["storedVersions"] as JsonArray ?? [];
        if (StoredVersion(value) is { Length: > 0 } stored)
        {
            versions.Add(stored);
        }

        if (versions.Parent is null)
        {
            status["storedVersions"] = versions;
        }
    }

    private static void BeginDeletion(JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        var finalizers = metadata.TextsAt("finalizers").Append(Cleanup).Distinct().Select(one => JsonValue.Create(one)).ToArray<JsonNode?>();
        metadata["finalizers"] = new JsonArray(finalizers);
    }
}
