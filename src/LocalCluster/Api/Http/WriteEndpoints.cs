using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers create, update, patch, delete and deletecollection.</summary>
internal sealed class WriteEndpoints(ObjectStore store, KindRegistry kinds, ApiVerbs verbs, ReadEndpoints reads)
{
    /// <summary>Creates the object in the body.</summary>
    public async Task CreateAsync(ApiRequest request)
    {
        var options = request.WriteOptions("CreateOptions");
        var (value, problems) = await RequestBody.ReadObjectAsync(request, request.Kind);
        RequireNamespace(request, value);
        var made = await verbs.CreateAsync(request.Kind, request.Path.Namespace, value, options with { FieldProblems = problems }, request.Aborted);
        await reads.WriteAsync(request, 201, made);
    }

    /// <summary>Replaces the object (or its subresource) by that in the body.</summary>
    public async Task UpdateAsync(ApiRequest request)
    {
        var options = request.WriteOptions("UpdateOptions");
        var (value, problems) = await RequestBody.ReadObjectAsync(request, request.Kind);
        RequireNamespace(request, value);
        RequireName(request, value);
        await ChangeAsync(request, _ => value, options with { FieldProblems = problems });
    }

    /// <summary>Patches the object (or its subresource).</summary>
    public async Task PatchAsync(ApiRequest request)
    {
        var options = request.WriteOptions("PatchOptions");
        var patch = await PatchRequest.ReadAsync(request, request.Kind, options);
        var change = (JsonObject current) =>
        {
            var patched = patch.Apply(current);
            RequireNamespace(request, patched);
            RequireName(request, patched);
            return patched;
        };
        await ChangeAsync(request, change, options with { FieldValidation = "Ignore" });
    }

    /// <summary>Deletes one object.</summary>
    public async Task DeleteAsync(ApiRequest request)
    {
        var options = await RequestBody.ReadDeleteOptionsAsync(request);
        var path = request.Path;
        var found = store.Find(kinds.Stored(request.Kind), path.Namespace, path.Name) ?? throw Refusals.NotFound(request.Kind, path.Name);
        if (await verbs.DeleteAsync(request.Kind, path.Namespace, path.Name, options, request.Aborted) is { } left)
        {
            await reads.WriteAsync(request, 200, left);
            return;
        }

        await request.Http.WriteJsonAsync(200, StatusBody.Deleted(request.Kind, path.Name, found.Uid));
    }

    /// <summary>Deletes the objects that the query selects.</summary>
    public async Task DeleteManyAsync(ApiRequest request)
    {
        var options = await RequestBody.ReadDeleteOptionsAsync(request) with { IsOneOfMany = true };
        var filter = ObjectFilter.Of(request);
        var snapshot = store.List(kinds.Stored(request.Kind), filter.Namespace);
        var items = new JsonArray();
        foreach (var one in snapshot.Objects.Where(filter.Matches))
        {
            if (await TryDeleteAsync(request, one, options))
            {
                items.Add(one.As(request.Kind).DeepClone());
            }
        }

        await request.Http.WriteJsonAsync(200, new JsonObject
        {
            ["kind"] = request.Kind.ListKind,
            ["apiVersion"] = request.Kind.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["items"] = items,
        });
    }

    // What somebody else deletes meanwhile is gone, as was wanted.
    private async Task<bool> TryDeleteAsync(ApiRequest request, StoredObject one, DeleteOptions options)
    {
        try
        {
            await verbs.DeleteAsync(request.Kind, one.Namespace, one.Name, options, request.Aborted);
            return true;
        }
        catch (ApiError error) when (error.Code == 404)
        {
            return false;
        }
    }

    private async Task ChangeAsync(ApiRequest request, Func<JsonObject, JsonObject?> change, WriteOptions options)
    {
        var updated = await verbs.UpdateAsync(request.Kind, request.Path.Namespace, request.Path.Name, change, options, request.Aborted);
        await reads.WriteAsync(request, 200, updated);
    }

    private static void RequireNamespace(ApiRequest request, JsonObject value)
    {
        var ns = value.Child("metadata").Text("namespace");
        if (ns.Length > 0 && ns != request.Path.Namespace && request.Kind.Namespaced)
        {
            throw Refusals.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void RequireName(ApiRequest request, JsonObject value)
    {
        var name = value.Child("metadata").Text("name");
        if (name.Length > 0 && name != request.Path.Name)
        {
            throw Refusals.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Path.Name})");
        }
    }
}
