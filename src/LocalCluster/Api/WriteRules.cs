using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>What the server decides about metadata, status and generation on every write, after upstream's registry/rest package.</summary>
internal static class WriteRules
{
    private static readonly string[] ServerSet = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "name", "namespace", "generation"];
    private static readonly string[] NotSpecification = ["kind", "apiVersion", "metadata", "status"];
    private static readonly string[] NotCustomSpecification = ["kind", "apiVersion", "metadata"];

    /// <summary>RFC 3339 with whole seconds.</summary>
    public static string Timestamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Gives a new object its metadata, in place.</summary>
    public static void BeforeCreate(ResourceKind kind, JsonObject value, NameGenerator names, DateTimeOffset now)
    {
        var metadata = value.Metadata();
        foreach (var member in new[] { "resourceVersion", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "generation" })
        {
            metadata.Remove(member);
        }

        if (metadata.Text("name").Length == 0 && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = names.Name(prefix);
        }

        metadata["uid"] = names.Uid();
        metadata["creationTimestamp"] = Timestamp(now);
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (kind.HasStatus && !kind.CreatesWithStatus)
        {
            value.Remove("status");
        }
    }

    /// <summary>Carries over from the old object what an update of the object itself may not change, in place.</summary>
    public static void BeforeUpdate(ResourceKind kind, JsonObject value, JsonObject old)
    {
        KeepMetadata(value, old);
        if (kind.HasStatus)
        {
            Copy(value, old, "status");
        }
    }

    /// <summary>The old object with the status (and annotations and finalizers) of the new one, as the status subresource stores it.</summary>
    public static JsonObject StatusUpdate(JsonObject value, JsonObject old)
    {
        var result = (JsonObject)old.DeepClone();
        Copy(result, value, "status");
        Copy(result.Metadata(), value.Metadata(), "annotations");
        Copy(result.Metadata(), value.Metadata(), "finalizers");
        return result;
    }

    /// <summary>Carries over the metadata that only the server sets, in place.</summary>
    public static void KeepMetadata(JsonObject value, JsonObject old)
    {
        foreach (var member in ServerSet)
        {
            Copy(value.Metadata(), old.Metadata(), member);
        }

        value.Metadata().Remove("managedFields");
        value.Metadata().Remove("selfLink");
    }

    /// <summary>Counts the generation up when anything but metadata and status has changed, unless the kind has done it already.</summary>
    public static void CountGeneration(ResourceKind kind, JsonObject value, JsonObject old)
    {
        var generation = old.Metadata().Integer("generation") ?? 0;
        var isChanged = !SameSpecification(kind, value, old)
            || (kind.GenerationCountsAnnotations && !JsonNode.DeepEquals(value.Metadata()["annotations"], old.Metadata()["annotations"]));
        if (isChanged && value.Metadata().Integer("generation") == generation)
        {
            value.Metadata()["generation"] = generation + 1;
        }
    }

    /// <summary>Marks an object as being deleted, in place.</summary>
    public static void MarkDeleting(ResourceKind kind, JsonObject value, DateTimeOffset end, long grace)
    {
        var metadata = value.Metadata();
        metadata["deletionTimestamp"] = Timestamp(end);
        metadata["deletionGracePeriodSeconds"] = grace;
        if (metadata.Integer("generation") is { } generation and > 0)
        {
            metadata["generation"] = generation + 1;
        }

        kind.BeginDeletion?.Invoke(value);
    }

    /// <summary>Whether an object that is being deleted has nothing left to wait for.</summary>
    public static bool IsGone(ResourceKind kind, JsonObject value)
    {
        var metadata = value.Metadata();
        return metadata.Text("deletionTimestamp").Length > 0
            && (metadata.Integer("deletionGracePeriodSeconds") ?? 0) == 0
            && !IsHeld(kind, value);
    }

    /// <summary>Whether finalizers hold the deletion up.</summary>
    public static bool IsHeld(ResourceKind kind, JsonObject value) =>
        value.Metadata().Texts("finalizers").Any() || kind.HoldsDeletion?.Invoke(value) == true;

    // A custom resource's status is part of it like any other unless it is a subresource.
    private static bool SameSpecification(ResourceKind kind, JsonObject value, JsonObject old) =>
        value.Concat(old).Select(member => member.Key).Distinct().Except(kind.Custom is not null && !kind.HasStatus ? NotCustomSpecification : NotSpecification).All(name => JsonNode.DeepEquals(value[name], old[name]));

    private static void Copy(JsonObject to, JsonObject from, string name)
    {
        to.Remove(name);
        if (from[name] is { } node)
        {
            to[name] = node.DeepClone();
        }
    }
}
