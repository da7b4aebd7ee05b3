using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers /openapi/v3 (an index and a document for each group version) and /openapi/v2 (an empty document: clients then use what they know themselves).</summary>
internal sealed class OpenApi
{
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    // A gnostic Document: swagger (1) "2.0", info (2) with title (1) and version (2), paths (8) and definitions (9), both empty.
    private static readonly byte[] V2 =
        [0x0A, 3, .. "2.0"u8, 0x12, 21, 0x0A, 10, .. "Kubernetes"u8, 0x12, 7, .. "v1.36.2"u8, 0x42, 0, 0x4A, 0];

    private readonly Dictionary<string, (List<ResourceKind> Kinds, byte[] Text)> _documents;
    private readonly byte[] _index;

    /// <summary>Describes the kinds; documents whose kinds are still the same are taken over.</summary>
    public OpenApi(IEnumerable<ResourceKind> kinds, OpenApi? last = null)
    {
        _documents = kinds.GroupBy(kind => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}")
            .ToDictionary(group => group.Key, group => Write(group.Key, [.. group], last));
        var paths = new JsonObject();
        foreach (var (path, (_, document)) in _documents.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Convert.ToHexString(SHA512.HashData(document))}" };
        }

        _index = StoredObject.Serialize(new JsonObject { ["paths"] = paths });
    }

    /// <summary>Answers when the path is one of these; false when it is not.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http, string path)
    {
        if (path == "/openapi/v2")
        {
            await WriteV2Async(http);
            return true;
        }

        if (path is "/openapi/v3" or "/openapi/v3/")
        {
            await http.WriteAsync(200, "text/plain; charset=utf-8", _index);
            return true;
        }

        if (path.StartsWith("/openapi/v3/", StringComparison.Ordinal) && _documents.TryGetValue(path["/openapi/v3/".Length..], out var document))
        {
            await http.WriteJsonAsync(200, document.Text);
            return true;
        }

        return false;
    }

    private static (List<ResourceKind> Kinds, byte[] Text) Write(string path, List<ResourceKind> kinds, OpenApi? last) =>
        last is not null && last._documents.TryGetValue(path, out var known) && known.Kinds.SequenceEqual(kinds, ReferenceEqualityComparer.Instance)
            ? known
            : (kinds, StoredObject.Serialize(OpenApiDocument.Of(path, kinds)));

    private static async Task WriteV2Async(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("protobuf", StringComparison.Ordinal))
        {
            await http.WriteJsonAsync(200, """{"swagger":"2.0","info":{"title":"Kubernetes","version":"v1.36.2"},"paths":{},"definitions":{}}"""u8.ToArray());
            return;
        }

        await http.WriteAsync(200, V2Protobuf, V2);
    }
}
