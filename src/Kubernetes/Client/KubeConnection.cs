using System.Net;

namespace Autoscale.Kubernetes.Client;

/// <summary>Sends calls: credentials, timeouts, waiting as Retry-After says, and noes of the server as exceptions.</summary>
internal sealed class KubeConnection(KubeConfig config, KubeClientOptions options) : IDisposable
{
    private const int MaxAttempts = 10;

    private readonly HttpMessageInvoker _http = new(new CredentialHandler(
        config.Credentials,
        options.Time,
        certificate => options.Transport ?? KubeTransport.Connect(config, certificate)));

    private readonly string _root = config.Server.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends a call and reads the whole answer within the request timeout.</summary>
    public async Task<byte[]> CallAsync(KubeCall call, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(options.RequestTimeout, options.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                using var response = await SendAsync(call, both.Token);
                if (response.IsSuccessStatusCode)
                {
                    await response.Content.LoadIntoBufferAsync(call.MaxBytes, both.Token);
                    return await response.Content.ReadAsByteArrayAsync(both.Token);
                }

                if (RetryAfter(response) is not { } wait || attempt == MaxAttempts || waited + wait > options.RetryBudget)
                {
                    throw await KubeError.ReadAsync(call, response, both.Token);
                }

                waited += wait;
                await Task.Delay(wait, options.Time, cancellationToken);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{call.Method} {_root}{call.PathAndQuery}: no answer within {options.RequestTimeout}");
            }
        }
    }

    /// <summary>Sends a call once and returns at the answer's head; the caller reads and disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(KubeCall call, CancellationToken cancellationToken)
    {
        var response = await SendAsync(call, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await KubeError.ReadAsync(call, response, cancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(KubeCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(Message(call), cancellationToken);
        }
        catch (HttpRequestException error)
        {
            // The outer message may say no more than "see inner exception", and never says which server.
            throw new HttpRequestException(error.HttpRequestError, $"{_root}: {error.GetBaseException().Message}", error, error.StatusCode);
        }
        catch (OperationCanceledException late) when (late.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_root}: no connection within {KubeTransport.ConnectLimit.TotalSeconds:0} s", late);
        }
    }

    private HttpRequestMessage Message(KubeCall call)
    {
        var message = new HttpRequestMessage(call.Method, _root + call.PathAndQuery)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", call.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);

        // The name in the Host header is also the one that TLS asks for and checks.
        message.Headers.Host = config.TlsServerName;
        foreach (var (name, value) in config.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (call.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new(call.MediaType);
        }

        return message;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - options.Time.GetUtcNow()).Ticks)),
            _ => null,
        };
    }
}
