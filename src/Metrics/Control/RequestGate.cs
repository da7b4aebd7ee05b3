using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Apis.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Lets in whom an aggregated API server lets in: who the API server says it asks for (known by its certificate), who shows a client
/// certificate of the cluster or a token that the API server knows, each if the API server allows them what they ask.
/// </summary>
public sealed partial class RequestGate
{
    private const string Bearer = "Bearer ";

    private static readonly string[] Open = ["/healthz", "/livez", "/readyz"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly AuthenticationWatch _watch;
    private readonly TokenReviews _tokens;
    private readonly AccessReviews _access;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes a gate that knows nobody until it runs.</summary>
    public RequestGate(KubeClient client, TimeProvider time, ILoggerFactory loggers)
    {
        _watch = new(client, time, loggers);
        (_tokens, _access) = (new(client, time), new(client, time));
        (_time, _logger) = (time, loggers.CreateLogger<RequestGate>());
    }

    /// <summary>Why the API server's own requests are not known; null when they are.</summary>
    public string? Problem => _watch.Problem;

    /// <summary>Follows what the API server says of itself, until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _watch.RunAsync(cancellationToken);

    /// <summary>Returns when the API server's own certificates have been asked for.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _watch.WaitForSyncAsync(cancellationToken);

    /// <summary>Why the request is not answered; null when it is.</summary>
    internal async Task<Refusal?> RefuseAsync(HttpContext http)
    {
        if (IsHealthCheck(http))
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        if (await IdentifyAsync(http, either.Token) is not { } who)
        {
            return Refusal.Unauthorized;
        }

        return who.IsMaster ? null : await JudgeAsync(who, RequestTarget.Of(http), either.Token);
    }

    /// <summary>Whether the request is for a path that is open to all.</summary>
    internal static bool IsHealthCheck(HttpContext http) => Open.Contains(http.Request.Path.Value);

    /// <summary>Who asks; null for somebody who shows something that does not count.</summary>
    private async Task<ApiIdentity?> IdentifyAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var certificate = http.Connection.ClientCertificate;
        if (certificate is not null && ByCertificate(http, certificate) is { } known)
        {
            return known.Known();
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is { Length: > 0 } token)
        {
            return (await ByTokenAsync(token, cancellationToken))?.Known();
        }

        return certificate is null || !_watch.Terms.Judges ? ApiIdentity.Anonymous : null;
    }

    private ApiIdentity? ByCertificate(HttpContext http, X509Certificate2 certificate)
    {
        var (terms, now) = (_watch.Terms, _time.GetUtcNow());
        if (terms.FrontProxy?.Covers(certificate, now) == true && terms.Allows(CertificateIdentity.CommonName(certificate))
            && HeaderIdentity.Of(http.Request.Headers, terms) is { } passedOn)
        {
            return passedOn;
        }

        return terms.Clients?.Covers(certificate, now) == true ? CertificateIdentity.Of(certificate) : null;
    }

    private async Task<ApiIdentity?> ByTokenAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            return await _tokens.FindAsync(token, cancellationToken);
        }
        catch (Exception failure) when (IsOfTheServer(failure))
        {
            Log.NotReviewed(_logger, "a token", failure.Message);
            return null;
        }
    }

    private async Task<Refusal?> JudgeAsync(ApiIdentity who, RequestTarget what, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _access.AskAsync(who, what, cancellationToken);
            return answer is { Allowed: true, Denied: not true } ? null : Forbidden.Of(who, what, answer.Reason ?? "");
        }
        catch (Exception failure) when (IsOfTheServer(failure))
        {
            Log.NotReviewed(_logger, "the rights of a user", failure.Message);
            return Refusal.Internal($"Internal Server Error: \"{what.Path}\": {failure.Message}");
        }
    }

    // Also when the request has come to its end: then nobody reads the answer.
    private static bool IsOfTheServer(Exception failure) =>
        failure is KubeError or OperationCanceledException or JsonException || ControlLoopOptions.Classify(failure) == FailureKind.Transient;

    private static partial class Log
    {
        [LoggerMessage(1204, LogLevel.Warning, "The API server did not say of {What}: {Reason}")]
        public static partial void NotReviewed(ILogger logger, string what, string reason);
    }
}
