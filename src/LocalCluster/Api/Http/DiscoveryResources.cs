using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Describes kinds as the resources of an APIResourceList, and those as the resources of aggregated discovery.</summary>
internal static class DiscoveryResources
{
    private static readonly string[] WriteVerbs = ["get", "patch", "update"];

    /// <summary>The kind's resource and its subresources, ordered by name.</summary>
    public static IEnumerable<JsonObject> Legacy(ResourceKind kind)
    {
        yield return Resource(kind);
        foreach (var sub in Subresources(kind).OrderBy(sub => sub.Name, StringComparer.Ordinal))
        {
            var isOther = sub.Group != kind.Group || sub.Version != kind.Version;
            var resource = new JsonObject { ["name"] = $"{kind.Plural}/{sub.Name}", ["singularName"] = "", ["namespaced"] = kind.Namespaced };
            if (isOther)
            {
                resource["group"] = sub.Group;
                resource["version"] = sub.Version;
            }

            resource["kind"] = sub.Kind;
            resource["verbs"] = Texts(sub.Verbs);
            yield return resource;
        }
    }

    /// <summary>Resources of an APIResourceList as aggregated discovery nests them.</summary>
    public static JsonArray Aggregated(IReadOnlyList<JsonObject> resources)
    {
        var result = new JsonArray();
        var parents = new Dictionary<string, JsonObject>();
        foreach (var resource in resources)
        {
            var name = resource.Text("name").Split('/', 2);
            if (name.Length == 1)
            {
                var parent = Parent(resource);
                parents[name[0]] = parent;
                result.Add(parent);
            }
            else
            {
                // Metrics servers offer parts whose whole they do not.
                if (parents.GetValueOrDefault(name[0]) is not { } parent)
                {
                    parent = Parent(new JsonObject { ["name"] = name[0], ["namespaced"] = resource.Flag("namespaced") });
                    parents[name[0]] = parent;
                    result.Add(parent);
                }

                parent["subresources"] ??= new JsonArray();
                (parent["subresources"] as JsonArray)?.Add(Sub(resource, name[1]));
            }
        }

        return result;
    }

    private static IEnumerable<SubresourceKind> Subresources(ResourceKind kind)
    {
        if (kind.HasStatus)
        {
            yield return new SubresourceKind("status", kind.Group, kind.Version, kind.Kind, WriteVerbs);
        }

        if (kind.Scale is not null)
        {
            yield return new SubresourceKind("scale", "autoscaling", "v1", "Scale", WriteVerbs);
        }

        foreach (var sub in kind.Subresources)
        {
            yield return sub;
        }
    }

    private static JsonObject Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(kind.Verbs),
        };
        AddTexts(resource, "shortNames", kind.ShortNames);
        AddTexts(resource, "categories", kind.Categories);
        if (kind.Verbs.Contains("list"))
        {
            resource["storageVersionHash"] = StorageVersionHash(kind);
        }

        return resource;
    }

    private static string StorageVersionHash(ResourceKind kind)
    {
        var stored = $"{kind.Group}/{kind.Conversion?.StoredVersion ?? kind.Version}/{kind.Kind}";
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(stored)).AsSpan(0, 8));
    }

    private static JsonObject Parent(JsonObject resource)
    {
        var parent = new JsonObject
        {
            ["resource"] = resource.Text("name"),
            ["responseKind"] = Kind(resource),
            ["scope"] = resource.Flag("namespaced") ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Text("singularName"),
            ["verbs"] = Texts(resource.Texts("verbs")),
        };
        AddTexts(parent, "shortNames", [.. resource.Texts("shortNames")]);
        AddTexts(parent, "categories", [.. resource.Texts("categories")]);
        return parent;
    }

    private static JsonObject Sub(JsonObject resource, string name) => new()
    {
        ["subresource"] = name,
        ["responseKind"] = Kind(resource),
        ["verbs"] = Texts(resource.Texts("verbs")),
    };

    private static JsonObject Kind(JsonObject resource) => new()
    {
        ["group"] = resource.Text("group"),
        ["version"] = resource.Text("version"),
        ["kind"] = resource.Text("kind"),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static void AddTexts(JsonObject value, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            value[name] = Texts(texts);
        }
    }
}
