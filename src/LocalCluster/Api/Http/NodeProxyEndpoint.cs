namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Passes requests on to a node's own HTTP server, as /api/v1/nodes/NAME/proxy/PATH does.</summary>
internal sealed class NodeProxyEndpoint(ApiServer server)
{
    /// <summary>Answers with what the node says; 503 when it says nothing.</summary>
    public async Task AnswerAsync(ApiRequest request)
    {
        // "name:port" names a port of the node, of which ours have one.
        var name = request.Path.Name.Split(':')[0];
        if (server.Store.Find(request.Kind, "", name) is null)
        {
            throw Refusals.NotFound(request.Kind, name);
        }

        if (request.Http.Request.Method != "GET")
        {
            throw Refusals.MethodNotAllowed();
        }

        var answer = server.NodeProxy is { } proxy ? await proxy(name, request.Path.Rest, request.Aborted) : null;
        if (answer is null)
        {
            throw Refusals.Unavailable($"error trying to reach service: dial tcp: lookup {name}: no such host");
        }

        await request.Http.WriteAsync(answer.Code, answer.ContentType, answer.Body);
    }
}
