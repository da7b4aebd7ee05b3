using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>A request as match conditions see it: a review's request without the objects; what is empty is left out, as upstream does.</summary>
internal static class ReviewAttributes
{
    /// <summary>The request in the version of a resource.</summary>
    public static JsonObject Of(AdmissionRequest request, ResourceKind resource, ResourceKind kind)
    {
        var asked = request.Requested;
        var askedKind = ReviewSubject.KindOf(request, asked);
        var isNamespace = request.Resource is { Group: "", Plural: "namespaces" };
        var result = new JsonObject
        {
            ["kind"] = Name(kind, "kind", kind.Kind),
            ["resource"] = Name(resource, "resource", resource.Plural),
            ["requestKind"] = Name(askedKind, "kind", askedKind.Kind),
            ["requestResource"] = Name(asked, "resource", asked.Plural),
            ["operation"] = request.Operation,
            ["userInfo"] = new JsonObject
            {
                ["username"] = request.Options.User.Name,
                ["groups"] = new JsonArray([.. request.Options.User.Groups.Select(group => JsonValue.Create(group))]),
            },
            ["dryRun"] = request.Options.DryRun,
        };
        Add(result, "subResource", request.Options.Subresource);
        Add(result, "requestSubResource", request.Options.Subresource);
        Add(result, "name", request.Name);
        Add(result, "namespace", isNamespace ? request.Name : request.Namespace);
        return result;
    }

    private static JsonObject Name(ResourceKind kind, string label, string name) => new()
    {
        ["group"] = kind.Group,
        ["version"] = kind.Version,
        [label] = name,
    };

    private static void Add(JsonObject to, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            to[name] = text;
        }
    }
}
