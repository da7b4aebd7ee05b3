using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers get and list.</summary>
internal sealed class ReadEndpoints(ObjectStore store, KindRegistry kinds, TimeProvider time)
{
    private static readonly byte[] Comma = ","u8.ToArray();
    private static readonly byte[] End = "]}"u8.ToArray();

    /// <summary>Answers with one object.</summary>
    public Task GetAsync(ApiRequest request)
    {
        var found = store.Find(kinds.Stored(request.Kind), request.Path.Namespace, request.Path.Name)
            ?? throw Refusals.NotFound(request.Kind, request.Path.Name);
        return WriteAsync(request, 200, found);
    }

    /// <summary>Answers with one stored object in the form that the client asked for.</summary>
    public Task WriteAsync(ApiRequest request, int code, StoredObject stored) =>
        request.Kind.ShowsStored && request.Representation == Representation.Whole
            ? request.Http.WriteJsonAsync(code, stored.Utf8)
            : WriteAsync(request, code, stored.As(request.Kind));

    /// <summary>Answers with one object in the form that the client asked for.</summary>
    public Task WriteAsync(ApiRequest request, int code, JsonObject value) => request.Representation switch
    {
        Representation.Table => request.Http.WriteJsonAsync(code, Table(request, [value], TableMetadata(value))),
        Representation.Metadata => request.Http.WriteJsonAsync(code, Tables.MetadataOf(value)),
        _ => request.Http.WriteJsonAsync(code, value),
    };

    /// <summary>Answers with the objects that the query selects, a page of them when there is a limit.</summary>
    public Task ListAsync(ApiRequest request)
    {
        var page = Page(request);
        var metadata = ListMetadata(page.Version);
        if (page.Next is { } next)
        {
            metadata["continue"] = next.ToString();
            metadata["remainingItemCount"] = page.Remaining;
        }

        return request.Representation switch
        {
            Representation.Table => request.Http.WriteJsonAsync(200, Table(request, page.Objects.Select(one => one.As(request.Kind)), metadata)),
            Representation.Metadata => request.Http.WriteJsonAsync(200, new JsonObject
            {
                ["kind"] = "PartialObjectMetadataList",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. page.Objects.Select(one => Tables.MetadataOf(one.As(request.Kind)))]),
            }),
            _ => WriteListAsync(request, page.Objects, metadata),
        };
    }

    private static JsonObject ListMetadata(long version) => new() { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };

    private static JsonObject TableMetadata(JsonObject value) => new() { ["resourceVersion"] = value.Child("metadata").Text("resourceVersion") };

    private JsonObject Table(ApiRequest request, IEnumerable<JsonObject> objects, JsonObject metadata) =>
        Tables.Of(request.Kind, objects, TableOptions.Of(request, metadata, time.GetUtcNow()));

    private ListPage Page(ApiRequest request)
    {
        var filter = ObjectFilter.Of(request);
        var limit = request.QueryNumber("limit") ?? 0;
        var from = request.Query("continue") is { Length: > 0 } text ? ContinueToken.Parse(text) : null;
        var snapshot = store.List(kinds.Stored(request.Kind), filter.Namespace);
        Versions.RequireForList(request, snapshot.Version, from is not null);
        var objects = snapshot.Objects.Where(filter.Matches);
        var selected = from is null ? objects.ToList() : [.. objects.Where(from.Precedes)];

        // Later pages show the present state under the first page's version: a watch from there tells again what they knew already.
        var version = from?.Version ?? snapshot.Version;
        if (limit <= 0 || selected.Count <= limit)
        {
            return new ListPage(selected, version, null, 0);
        }

        var shown = selected.GetRange(0, (int)limit);
        return new ListPage(shown, version, new ContinueToken(version, shown[^1].Namespace, shown[^1].Name), selected.Count - shown.Count);
    }

    // Stored objects keep their own text: a list copies it and parses nothing.
    private static async Task WriteListAsync(ApiRequest request, List<StoredObject> objects, JsonObject metadata)
    {
        var kind = request.Kind;
        var head = $$"""{"kind":"{{kind.ListKind}}","apiVersion":"{{kind.ApiVersion}}","metadata":{{metadata.ToJsonString()}},"items":[""";
        request.Http.Response.ContentType = "application/json";
        var body = request.Http.Response.BodyWriter;
        await body.WriteAsync(Encoding.UTF8.GetBytes(head), request.Aborted);
        var unflushed = 0;
        for (var index = 0; index < objects.Count; index++)
        {
            var text = objects[index].TextAs(kind);
            body.Write(index > 0 ? Comma : []);
            body.Write(text.Span);
            unflushed += text.Length;
            if (unflushed > 64 * 1024)
            {
                unflushed = 0;
                await body.FlushAsync(request.Aborted);
            }
        }

        await body.WriteAsync(End, request.Aborted);
    }

    private sealed record ListPage(List<StoredObject> Objects, long Version, ContinueToken? Next, int Remaining);
}
