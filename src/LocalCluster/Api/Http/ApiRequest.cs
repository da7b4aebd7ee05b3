using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>A request for a resource: the path, the kind behind it, and what the query and the headers ask for.</summary>
internal sealed class ApiRequest(HttpContext http, RequestPath path, ResourceKind kind)
{
    private static readonly string[] Written = ["application/json"];

    private readonly ClientWarnings _warnings = new(http.Response.Headers);

    /// <summary>The HTTP exchange.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>The path.</summary>
    public RequestPath Path { get; } = path;

    /// <summary>The kind that the path names.</summary>
    public ResourceKind Kind { get; } = kind;

    /// <summary>Ends when the client goes away or the server stops.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Who asks.</summary>
    public ApiUser User => new(Http.User.Identity?.Name ?? "", [.. Http.User.FindAll(ClaimTypes.Role).Select(role => role.Value)]);

    /// <summary>The namespace to list, null for all.</summary>
    public string? ListNamespace => Kind.Namespaced && Path.Namespace.Length > 0 ? Path.Namespace : Kind.Namespaced ? null : "";

    /// <summary>How the client wants objects to be shown; refuses what we cannot write.</summary>
    public Representation Representation
    {
        get
        {
            foreach (var range in MediaRange.Parse(Http.Request.Headers.Accept).Where(range => range.AllowsJson))
            {
                switch (range.Parameter("as"))
                {
                    case "":
                        return Representation.Whole;
                    case "Table" when range.Parameter("g") == "meta.k8s.io" && range.Parameter("v") == "v1":
                        return Representation.Table;
                    case "PartialObjectMetadata" or "PartialObjectMetadataList" when range.Parameter("g") == "meta.k8s.io" && range.Parameter("v") == "v1":
                        return Representation.Metadata;
                }
            }

            throw Refusals.NotAcceptable(Written);
        }
    }

    /// <summary>Warns the client of a custom resource's deprecated version.</summary>
    public void WarnOfVersion()
    {
        if (Kind.Custom is { Warning: { Length: > 0 } warning })
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>A query parameter, "" when it is absent.</summary>
    public string Query(string name) => Http.Request.Query[name].FirstOrDefault() ?? "";

    /// <summary>Whether a query parameter is true or 1.</summary>
    public bool QueryFlag(string name) => Query(name) is "true" or "1";

    /// <summary>A query parameter that is a whole number, null when it is absent; refuses nonsense.</summary>
    public long? QueryNumber(string name)
    {
        var text = Query(name);
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusals.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    /// <summary>The options of a write; <paramref name="kind"/> names them in refusals, e.g. CreateOptions.</summary>
    public WriteOptions WriteOptions(string kind)
    {
        var validation = Query("fieldValidation");
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
        {
            throw Unsupported(kind, "fieldValidation", validation, ["\"\"", "\"Ignore\"", "\"Strict\"", "\"Warn\""]);
        }

        return new WriteOptions
        {
            DryRun = DryRun(kind, Http.Request.Query["dryRun"]),
            FieldValidation = validation.Length == 0 ? "Warn" : validation,
            Subresource = Path.Subresource.Length == 0 ? null : Path.Subresource,
            User = User,
            FieldManager = Query("fieldManager"),
            Warn = _warnings.Add,
        };
    }

    /// <summary>Whether the dryRun values ask for nothing to be stored; refuses all but "All".</summary>
    public static bool DryRun(string kind, IEnumerable<string?> values)
    {
        var asked = values.Where(value => !string.IsNullOrEmpty(value)).ToList();
        return asked.FirstOrDefault(value => value != "All") is { } odd
            ? throw Unsupported(kind, "dryRun", odd, ["\"All\""])
            : asked.Count > 0;
    }

    private static ApiError Unsupported(string kind, string field, string value, IEnumerable<string> supported) =>
        Refusals.Invalid("meta.k8s.io", kind, "", [FieldError.NotSupported(field, $"\"{value}\"", supported)]);
}
