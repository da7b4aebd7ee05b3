using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Reads the fields of stored objects by path; what is absent reads as null, "" or the fallback.</summary>
internal static class Fields
{
    private static readonly IReadOnlyDictionary<string, string> NoEntries = new Dictionary<string, string>();

    /// <summary>The node at the path, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    /// <summary>The text at the path, "" when absent.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The whole number at the path, or null.</summary>
    public static long? Whole(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (node.At(path) is not JsonValue value)
        {
            return null;
        }

        return value.TryGetValue<long>(out var wide) ? wide
            : value.TryGetValue<int>(out var narrow) ? narrow
            : null;
    }

    /// <summary>The 32-bit number at the path, or the fallback.</summary>
    public static int Count(this JsonNode? node, string first, string second, int fallback = 0) =>
        node.Whole(first, second) is { } value ? (int)Math.Clamp(value, int.MinValue, int.MaxValue) : fallback;

    /// <summary>The 32-bit number of that name, 0 when absent.</summary>
    public static int Count(this JsonObject value, string name) =>
        (int)Math.Clamp(value.Whole(name) ?? 0, int.MinValue, int.MaxValue);

    /// <summary>Whether the path holds true.</summary>
    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The instant at the path, or null.</summary>
    public static DateTimeOffset? Instant(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The objects of the list at the path.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The texts of the list at the path.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.Select(item => item.Text()) : [];

    /// <summary>The texts of the map at the path.</summary>
    public static IReadOnlyDictionary<string, string> Entries(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map ? map.ToDictionary(pair => pair.Key, pair => pair.Value.Text()) : NoEntries;

    /// <summary>metadata.name.</summary>
    public static string Name(this JsonObject value) => value.Text("metadata", "name");

    /// <summary>metadata.namespace, "" for a cluster-scoped object.</summary>
    public static string Namespace(this JsonObject value) => value.Text("metadata", "namespace");

    /// <summary>The key of the object, which is of the given kind.</summary>
    public static ObjectKey Key(this JsonObject value, ResourceKind kind) =>
        new(kind.Group, kind.Kind, value.Namespace(), value.Name());

    /// <summary>metadata.uid.</summary>
    public static string Uid(this JsonObject value) => value.Text("metadata", "uid");

    /// <summary>metadata.resourceVersion as a number, 0 when absent.</summary>
    public static long Version(this JsonObject value) =>
        long.TryParse(value.Text("metadata", "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>metadata.generation, 0 when absent.</summary>
    public static long Generation(this JsonObject value) => value.Whole("metadata", "generation") ?? 0;

    /// <summary>metadata.labels.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this JsonObject value) => value.Entries("metadata", "labels");

    /// <summary>One annotation, "" when absent.</summary>
    public static string Annotation(this JsonObject value, string key) => value.Text("metadata", "annotations", key);

    /// <summary>metadata.creationTimestamp.</summary>
    public static DateTimeOffset Created(this JsonObject value) =>
        value.Instant("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch;

    /// <summary>Whether deletion has begun.</summary>
    public static bool IsTerminating(this JsonObject value) => value.At("metadata", "deletionTimestamp") is not null;

    /// <summary>The owner that controls the object, or null.</summary>
    public static JsonObject? Controller(this JsonObject value) =>
        value.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.IsTrue("controller"));

    /// <summary>The condition of the given type, or null.</summary>
    public static JsonObject? Condition(this JsonObject value, string type) =>
        value.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>The object at the path, made where it is missing.</summary>
    public static JsonObject Make(this JsonObject value, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (value[step] is not JsonObject next)
            {
                next = [];
                value[step] = next;
            }

            value = next;
        }

        return value;
    }

    /// <summary>Sets a count, which is left out when it is 0 as Go's omitempty does.</summary>
    public static void SetCount(this JsonObject value, string name, int count)
    {
        value.Remove(name);
        if (count != 0)
        {
            value[name] = count;
        }
    }

    /// <summary>A deep copy that may be changed.</summary>
    public static JsonObject Copy(this JsonObject value) => (JsonObject)value.DeepClone();

    /// <summary>The instant as metav1.Time writes it: RFC 3339 in UTC with whole seconds.</summary>
    public static string ToWire(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
