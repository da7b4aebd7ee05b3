using System.Net;
using System.Net.Security;

namespace Autoscale.Kubernetes.Client;

/// <summary>
/// Adds the credential to each request, and tries once more with a fresh one when the server answers 401. Its transport is made by
/// the function, and made again when the client certificate changes.
/// </summary>
public sealed class CredentialHandler(
    ICredentialSource credentials,
    TimeProvider time,
    Func<SslStreamCertificateContext?, HttpMessageHandler> connect) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private HttpMessageInvoker? _transport;
    private SslStreamCertificateContext? _certificate;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(time.GetUtcNow(), cancellationToken);
        var response = await SendAsync(request, credential, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        credentials.Reject(credential);
        var renewed = await credentials.GetAsync(time.GetUtcNow(), cancellationToken);
        if (renewed == credential)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, renewed, cancellationToken);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, KubeCredential credential, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = credential.Authorization;
        return Transport(credential.Certificate).SendAsync(request, cancellationToken);
    }

    private HttpMessageInvoker Transport(SslStreamCertificateContext? certificate)
    {
        lock (_lock)
        {
            if (_transport is null || _certificate != certificate)
            {
                // The old transport is not disposed: requests on other threads may hold it, and its connections end when idle.
                _transport = new(connect(certificate));
                _certificate = certificate;
            }

            return _transport;
        }
    }
}
