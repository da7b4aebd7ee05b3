using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Chooses what answers a request for a resource, by its method and subresource.</summary>
internal sealed class ResourceEndpoints
{
    private readonly KindRegistry _kinds;
    private readonly ReadEndpoints _reads;
    private readonly WatchEndpoint _watches;
    private readonly WriteEndpoints _writes;
    private readonly ScaleEndpoint _scales;
    private readonly PodEndpoints _pods;
    private readonly NodeProxyEndpoint _nodes;
    private readonly Authenticator _authenticator;

    /// <summary>Answers from a server's parts.</summary>
    public ResourceEndpoints(ApiServer server, Authenticator authenticator)
    {
        _authenticator = authenticator;
        _kinds = server.Kinds;
        _reads = new ReadEndpoints(server.Store, server.Kinds, server.Time);
        _watches = new WatchEndpoint(server.Store, server.Kinds, server.Time);
        _writes = new WriteEndpoints(server.Store, server.Kinds, server.Verbs, _reads);
        _scales = new ScaleEndpoint(server.Store, server.Verbs);
        _pods = new PodEndpoints(server);
        _nodes = new NodeProxyEndpoint(server);
    }

    /// <summary>Answers the request; false when we do not serve the resource.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http, RequestPath path, CancellationToken stopping)
    {
        if (Reviews.Kinds.FirstOrDefault(one => one.Group == path.Group && one.Version == path.Version && one.Plural == path.Resource) is { } review)
        {
            await Reviews.AnswerAsync(new ApiRequest(http, path, review), _authenticator);
            return true;
        }

        if (_kinds.Find(path.Group, path.Version, path.Resource) is not { } kind)
        {
            return false;
        }

        var request = new ApiRequest(http, path, kind);
        request.WarnOfVersion();
        await (path.Subresource.Length > 0 ? AnswerSubresourceAsync(request) : path.Name.Length > 0 ? AnswerOneAsync(request, stopping) : AnswerManyAsync(request, stopping));
        return true;
    }

    private Task AnswerManyAsync(ApiRequest request, CancellationToken stopping) => Require(request, request.Http.Request.Method switch
    {
        "GET" => request.QueryFlag("watch") ? "watch" : "list",
        "POST" when !request.Kind.Namespaced || request.Path.Namespace.Length > 0 => "create",
        "DELETE" when !request.Kind.Namespaced || request.Path.Namespace.Length > 0 => "deletecollection",
        _ => "",
    }) switch
    {
        "watch" => _watches.WatchAsync(request, stopping),
        "list" => _reads.ListAsync(request),
        "create" => _writes.CreateAsync(request),
        _ => _writes.DeleteManyAsync(request),
    };

    private Task AnswerOneAsync(ApiRequest request, CancellationToken stopping) => Require(request, request.Http.Request.Method switch
    {
        "GET" => request.QueryFlag("watch") ? "watch" : "get",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "",
    }) switch
    {
        "watch" => _watches.WatchAsync(request, stopping),
        "get" => _reads.GetAsync(request),
        "update" => _writes.UpdateAsync(request),
        "patch" => _writes.PatchAsync(request),
        _ => _writes.DeleteAsync(request),
    };

    private Task AnswerSubresourceAsync(ApiRequest request) => (request.Kind.Kind, request.Path.Subresource) switch
    {
        (_, "status") when request.Kind.HasStatus => AnswerWritableAsync(request),
        (_, "scale") when request.Kind.Scale is { } paths => _scales.AnswerAsync(request, paths),
        _ when request.Kind.Custom is not null => throw Refusals.NotFound(request.Kind, request.Path.Name),
        ("Pod", "eviction") when request.Http.Request.Method == "POST" => _pods.EvictAsync(request),
        ("Pod", "binding") when request.Http.Request.Method == "POST" => _pods.BindAsync(request),
        ("Pod", "resize") or ("Namespace", "finalize") => AnswerWritableAsync(request),
        ("Node", "proxy") => _nodes.AnswerAsync(request),
        _ => throw Refusals.NoSuchResource(),
    };

    private Task AnswerWritableAsync(ApiRequest request) => request.Http.Request.Method switch
    {
        "GET" => _reads.GetAsync(request),
        "PUT" => _writes.UpdateAsync(request),
        "PATCH" => _writes.PatchAsync(request),
        _ => throw Refusals.MethodNotAllowed(),
    };

    private static string Require(ApiRequest request, string verb) =>
        request.Kind.Verbs.Contains(verb) ? verb : throw Refusals.MethodNotAllowed();
}
