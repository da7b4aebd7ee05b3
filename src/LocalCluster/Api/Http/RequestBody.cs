using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Protobuf;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Reads request bodies: JSON or YAML objects of a kind, and the options of deletions.</summary>
internal static class RequestBody
{
    private const int Limit = 3 * 1024 * 1024;
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The body's bytes; refuses more than three mebibytes, as the real server does.</summary>
    public static async Task<byte[]> ReadBytesAsync(ApiRequest request)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Http.Request.Body.ReadAsync(chunk, request.Aborted) is > 0 and var count)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > Limit)
            {
                throw new ApiError(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The media type of the body without parameters.</summary>
    public static string MediaType(ApiRequest request) => (request.Http.Request.ContentType ?? "").Split(';', 2)[0].Trim();

    /// <summary>The object in the body, with the field problems that reading it found; refuses other media types, malformed text and other kinds.</summary>
    public static async Task<(JsonObject Value, List<string> Problems)> ReadObjectAsync(ApiRequest request, ResourceKind kind)
    {
        var body = await ReadBytesAsync(request);
        var problems = new List<string>();
        var node = MediaType(request) switch
        {
            "" or "application/json" => Json(kind, body, problems),
            "application/yaml" => Yaml(kind, body),
            Protobuf when kind.Custom is null => Binary(kind, body),
            _ when kind.Custom is not null => throw Refusals.UnsupportedMediaType("application/json", "application/yaml"),
            _ => throw Refusals.UnsupportedMediaType("application/json", "application/yaml", Protobuf),
        };
        if (node is not JsonObject value)
        {
            throw GoJsonErrors.Refuse(kind, body);
        }

        RequireKind(kind, value);
        return (value, problems);
    }

    /// <summary>The options of a deletion, from the body and the query.</summary>
    public static async Task<DeleteOptions> ReadDeleteOptionsAsync(ApiRequest request)
    {
        var body = await ReadBytesAsync(request);
        var value = body.Length == 0 ? [] : Options(request, body) as JsonObject ?? [];
        var preconditions = value.Child("preconditions");
        var dryRun = value.Texts("dryRun").Concat(request.Http.Request.Query["dryRun"]);
        return new DeleteOptions
        {
            GracePeriodSeconds = value.Integer("gracePeriodSeconds") ?? request.QueryNumber("gracePeriodSeconds"),
            PropagationPolicy = Propagation(value, request),
            PreconditionUid = NullIfEmpty(preconditions.Text("uid")),
            PreconditionResourceVersion = NullIfEmpty(preconditions.Text("resourceVersion")),
            DryRun = ApiRequest.DryRun("DeleteOptions", dryRun),
            By = request.WriteOptions("DeleteOptions"),
        };
    }

    private static JsonNode? Options(ApiRequest request, byte[] body) =>
        MediaType(request) == Protobuf ? Binary(BodyKinds.DeleteOptions, body) : Json(BodyKinds.DeleteOptions, body, []);

    private static JsonObject Binary(ResourceKind kind, byte[] body)
    {
        try
        {
            return ProtobufReader.Read(kind, body);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw Refusals.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): {error.Message}");
        }
    }

    private static string? Propagation(JsonObject value, ApiRequest request)
    {
        var policy = NullIfEmpty(value.Text("propagationPolicy")) ?? NullIfEmpty(request.Query("propagationPolicy"));
        if (policy is not (null or "Background" or "Foreground" or "Orphan"))
        {
            throw Refusals.Invalid(
                "meta.k8s.io",
                "DeleteOptions",
                "",
                [FieldError.NotSupported("propagationPolicy", $"\"{policy}\"", ["\"Background\"", "\"Foreground\"", "\"Orphan\""])]);
        }

        var orphans = value.Flag("orphanDependents") || request.QueryFlag("orphanDependents");
        return policy ?? (orphans ? "Orphan" : null);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static JsonNode? Json(ResourceKind kind, byte[] body, List<string> problems)
    {
        try
        {
            return JsonText.Read(body, path => problems.Add($"duplicate field \"{path}\""));
        }
        catch (JsonException)
        {
            throw GoJsonErrors.Refuse(kind, body);
        }
    }

    private static JsonNode? Yaml(ResourceKind kind, byte[] body)
    {
        try
        {
            return YamlText.Read(Encoding.UTF8.GetString(body));
        }
        catch (JsonException error)
        {
            throw Refusals.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): {error.Message}");
        }
    }

    private static void RequireKind(ResourceKind kind, JsonObject value)
    {
        var (apiVersion, name) = (value.Text("apiVersion"), value.Text("kind"));
        var version = apiVersion[(apiVersion.LastIndexOf('/') + 1)..];
        if (name.Length > 0 && name != kind.Kind)
        {
            throw Refusals.BadRequest(
                $"{name} in version \"{version}\" cannot be handled as a {kind.Kind}: no kind \"{name}\" is registered for version \"{apiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }

        if (apiVersion.Length > 0 && apiVersion != kind.ApiVersion)
        {
            throw Refusals.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({kind.ApiVersion})");
        }
    }
}
