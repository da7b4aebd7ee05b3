using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>What a request is about, as k8s.io/apiserver reads its path: either a resource, or a path that is none.</summary>
internal sealed record RequestTarget(string Path, string Verb)
{
    private static readonly string[] NamespaceParts = ["status", "finalize"];

    /// <summary>Whether the path is a resource's.</summary>
    public bool IsResource { get; private init; }

    /// <summary>The group of the API.</summary>
    public string Group { get; private init; } = "";

    /// <summary>The version of the group.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The namespace, "" for none.</summary>
    public string Namespace { get; private init; } = "";

    /// <summary>The resource.</summary>
    public string Resource { get; private init; } = "";

    /// <summary>The object's name, "" for all.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The part of the resource, "" for the whole.</summary>
    public string Subresource { get; private init; } = "";

    /// <summary>The path from the resource on: resource, name, subresource and what follows.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = [];

    /// <summary>Whether changes are to be followed, where that could be.</summary>
    public bool Watches { get; private init; }

    /// <summary>Reads a request.</summary>
    public static RequestTarget Of(HttpContext http) => Of(
        http.Request.Method,
        http.Request.Path.Value ?? "/",
        http.Request.Query["watch"].FirstOrDefault() is not (null or "" or "0" or "false"));

    /// <summary>Reads a request's method and path; a list is told from a watch by the query.</summary>
    public static RequestTarget Of(string method, string path, bool watches)
    {
        var parts = path.Trim('/').Split('/');
        if (parts.Length < 4 || parts[0] != "apis")
        {
            return new RequestTarget(path, method.ToLowerInvariant());
        }

        var (@namespace, rest) = Scope(parts[3..]);
        var name = rest.Length > 1 ? rest[1] : "";
        return new RequestTarget(path, VerbOf(method, name.Length == 0, watches))
        {
            IsResource = true,
            Watches = watches,
            Group = parts[1],
            Version = parts[2],
            Namespace = @namespace,
            Resource = rest[0],
            Name = name,
            Subresource = rest.Length > 2 ? rest[2] : "",
            Parts = rest,
        };
    }

    private static (string Namespace, string[] Below) Scope(string[] parts) => parts switch
    {
        ["namespaces", var one, var next, ..] when !NamespaceParts.Contains(next) => (one, parts[2..]),
        ["namespaces", var one, ..] => (one, parts),
        _ => ("", parts),
    };

    private static string VerbOf(string method, bool ofMany, bool watches) => method switch
    {
        "GET" or "HEAD" when ofMany => watches ? "watch" : "list",
        "GET" or "HEAD" => "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" when ofMany => "deletecollection",
        "DELETE" => "delete",
        _ => "",
    };
}
