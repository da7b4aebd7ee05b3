using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>Passes requests on to aggregated servers, in the name of the user whom we know.</summary>
internal sealed class ServiceProxy(ServiceConnections connections) : IDisposable
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>Forwards one request and streams the answer; refuses with 503 when the server cannot be reached.</summary>
    public async Task ForwardAsync(HttpContext http, AggregatedService service, Uri address)
    {
        using var request = Request(http, new Uri(address, http.Request.GetEncodedPathAndQuery()));

        // The name in the Host header is also the one that TLS asks for and checks.
        request.Headers.Host = service.TlsName;
        try
        {
            using var response = await connections.For(service).SendAsync(request, http.RequestAborted);
            await CopyAsync(response, http);
        }
        catch (HttpRequestException error) when (!http.Response.HasStarted)
        {
            throw Refusals.Unavailable($"error trying to reach service: {error.Message}");
        }
    }

    /// <summary>Reads a JSON object; null with the reason when there is none.</summary>
    public async Task<(JsonObject? Value, string Failure)> ReadAsync(AggregatedService service, Uri uri, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeLimit);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version20 };
        request.Headers.Host = service.TlsName;
        request.Headers.Add("X-Remote-User", "system:kube-aggregator");
        request.Headers.Add("X-Remote-Group", "system:masters");
        request.Headers.Add("Accept", "application/json");
        try
        {
            using var response = await connections.For(service).SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode
                ? (JsonText.Read(await response.Content.ReadAsByteArrayAsync(limit.Token)) as JsonObject, "the answer is no object")
                : (null, $"bad status from {uri}: {(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"Get \"{uri}\": {error.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => connections.Dispose();

    private static HttpRequestMessage Request(HttpContext http, Uri uri)
    {
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), uri) { Version = HttpVersion.Version20 };
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        foreach (var (name, values) in http.Request.Headers.Where(header => IsPassedOn(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.Add("X-Remote-User", http.User.Identity?.Name ?? "");

        // The HTTP client writes several groups in one line, with commas.
        request.Headers.Add("X-Remote-Group", http.User.FindAll(ClaimTypes.Role).Select(role => role.Value));
        return request;
    }

    // Who a request is from is ours to say: a client must not speak for itself.
    private static bool IsPassedOn(string header) =>
        header[0] != ':' && !NotPassedOn.Contains(header) && !header.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase);

    private static async Task CopyAsync(HttpResponseMessage response, HttpContext http)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !NotPassedOn.Contains(header.Key)))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        // Watches dribble: what has come is passed on at once.
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, http.RequestAborted) is > 0 and var count)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
