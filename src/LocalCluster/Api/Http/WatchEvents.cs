using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Writes the events of one watch: as the selectors see the changes, and in the form that the client asked for.</summary>
internal sealed class WatchEvents(ApiRequest request, ObjectFilter filter, TimeProvider time, long since)
{
    private readonly Representation _form = request.Representation;
    private bool _hasColumns;
    private int _unflushed;

    /// <summary>The version up to which the client has been told everything; 0 while it does not know the current state.</summary>
    public long LastVersion { get; private set; } = since;

    /// <summary>Writes the current state as additions, and (when asked for) the bookmark that ends it.</summary>
    public async Task WriteInitialAsync(ObjectSnapshot initial, bool marksEnd, CancellationToken ended)
    {
        foreach (var one in initial.Objects.Where(filter.Matches))
        {
            Write("ADDED", one);
            await FlushAsync(isLast: false, ended);
        }

        LastVersion = initial.Version;
        await FlushAsync(isLast: true, ended);
        if (marksEnd)
        {
            await WriteBookmarkAsync(initial.Version, isInitial: true, ended);
        }
    }

    /// <summary>Writes a change, if the selectors see it: an object that leaves the selection is deleted, one that enters it added.</summary>
    public async Task WriteAsync(StoreEvent change, bool isLast, CancellationToken ended)
    {
        var sees = filter.Matches(change.Stored);
        var saw = change.Before is { } before && filter.Matches(before);
        var type = (change.Type, saw, sees) switch
        {
            ("DELETED", true, _) or ("DELETED", _, true) => "DELETED",
            ("DELETED", _, _) => null,
            (_, true, true) => "MODIFIED",
            (_, true, false) => "DELETED",
            (_, false, true) => "ADDED",
            _ => null,
        };
        LastVersion = change.Version;
        if (type is not null)
        {
            Write(type, change.Stored);
        }

        await FlushAsync(isLast, ended);
    }

    /// <summary>Tells the client how far it is.</summary>
    public async Task WriteBookmarkAsync(long version, bool isInitial, CancellationToken ended)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (isInitial)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var mark = new JsonObject { ["kind"] = request.Kind.Kind, ["apiVersion"] = request.Kind.ApiVersion, ["metadata"] = metadata };
        WriteLine("BOOKMARK", StoredObject.Serialize(_form == Representation.Table ? BookmarkRow(mark) : mark));
        LastVersion = Math.Max(LastVersion, version);
        await FlushAsync(isLast: true, ended);
    }

    /// <summary>Tells the client why the watch ends.</summary>
    public async Task WriteErrorAsync(ApiError error, CancellationToken ended)
    {
        WriteLine("ERROR", StoredObject.Serialize(StatusBody.Of(error)));
        await FlushAsync(isLast: true, ended);
    }

    private void Write(string type, StoredObject stored)
    {
        switch (_form)
        {
            case Representation.Table:
                var metadata = new JsonObject { ["resourceVersion"] = stored.Version.ToString(CultureInfo.InvariantCulture) };
                var options = TableOptions.Of(request, metadata, time.GetUtcNow());
                WriteLine(type, StoredObject.Serialize(Tables.Of(request.Kind, [stored.As(request.Kind)], options, !_hasColumns)));
                _hasColumns = true;
                break;
            case Representation.Metadata:
                WriteLine(type, StoredObject.Serialize(Tables.MetadataOf(stored.As(request.Kind))));
                break;
            default:
                WriteLine(type, stored.TextAs(request.Kind).Span);
                break;
        }
    }

    private JsonObject BookmarkRow(JsonObject mark)
    {
        var table = Tables.Of(request.Kind, [], TableOptions.Of(request, (JsonObject)mark.Metadata().DeepClone(), time.GetUtcNow()), !_hasColumns);
        _hasColumns = true;
        table["rows"] = new JsonArray(new JsonObject { ["cells"] = new JsonArray(), ["object"] = mark });
        return table;
    }

    private void WriteLine(string type, ReadOnlySpan<byte> value)
    {
        var body = request.Http.Response.BodyWriter;
        body.Write("{\"type\":\""u8);
        body.Write(System.Text.Encoding.ASCII.GetBytes(type));
        body.Write("\",\"object\":"u8);
        body.Write(value);
        body.Write("}\n"u8);
        _unflushed += value.Length;
    }

    private async ValueTask FlushAsync(bool isLast, CancellationToken ended)
    {
        if (isLast || _unflushed > 64 * 1024)
        {
            _unflushed = 0;
            await request.Http.Response.BodyWriter.FlushAsync(ended);
        }
    }
}
