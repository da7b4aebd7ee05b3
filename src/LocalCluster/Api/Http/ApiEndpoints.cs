using Autoscale.LocalCluster.Api.Aggregation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>The front door: who asks, what is asked for, and the Status of whatever is refused.</summary>
internal sealed partial class ApiEndpoints(ApiServer server, Authenticator authenticator, Aggregator aggregator, ILogger logger)
{
    private readonly ResourceEndpoints _resources = new(server, authenticator);
    private volatile KindViews? _views;

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        http.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            await RouteAsync(http, stopping);
        }
        catch (ApiError error) when (!http.Response.HasStarted)
        {
            await http.WriteRefusalAsync(error);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            Log.Failed(logger, http.Request.Method, http.Request.Path, error);
            await http.WriteRefusalAsync(Refusals.Internal(error.Message));
        }
    }

    private async Task RouteAsync(HttpContext http, CancellationToken stopping)
    {
        // Load balancers and kubelets ask for these before they have credentials.
        var path = http.Request.Path.Value ?? "/";
        if (await ServerFacts.TryAnswerAsync(http, path))
        {
            return;
        }

        http.User = authenticator.Authenticate(http) ?? throw Refusals.Unauthorized();
        var views = Views();
        if (await views.Discovery.TryAnswerAsync(http, path) || await views.OpenApi.TryAnswerAsync(http, path))
        {
            return;
        }

        if (RequestPath.Parse(path) is { } named && await _resources.TryAnswerAsync(http, named, stopping))
        {
            return;
        }

        await AnswerElsewhereAsync(http, path);
    }

    // Made anew when the kinds have changed; two requests at once may both do it.
    private KindViews Views()
    {
        var (picture, views) = (server.Kinds.Picture, _views);
        if (views is null || !ReferenceEquals(views.Picture, picture))
        {
            views = new KindViews(picture, views, aggregator.OffersAsync);
            _views = views;
        }

        return views;
    }

    private async Task AnswerElsewhereAsync(HttpContext http, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["apis", var group, var version, ..] && await aggregator.TryProxyAsync(http, group, version))
        {
            return;
        }

        if (parts is ["api" or "apis", _, ..])
        {
            throw Refusals.NoSuchResource();
        }

        await http.WriteTextAsync(404, "404 page not found\n");
    }

    private static partial class Log
    {
        [LoggerMessage(7000, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, string method, string path, Exception error);
    }
}
