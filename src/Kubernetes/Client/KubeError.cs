using System.Net;
using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Client;

/// <summary>An answer of the API server that says no; its message is the server's own.</summary>
public sealed class KubeError(KubeStatus status) : Exception(status.Message ?? status.Reason ?? $"status {status.Code}")
{
    /// <summary>The whole answer.</summary>
    public KubeStatus Status { get; } = status;

    /// <summary>The HTTP code.</summary>
    public int Code => Status.Code;

    /// <summary>The reason for programs, e.g. NotFound; "" when the server gave none.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>The object and the causes, or null.</summary>
    public KubeStatusDetails? Details => Status.Details;

    /// <summary>No such object, or no such resource.</summary>
    public bool IsNotFound => Code == 404;

    /// <summary>Somebody else changed the object first.</summary>
    public bool IsConflict => Code == 409 && Reason != "AlreadyExists";

    /// <summary>An object of this name is there already.</summary>
    public bool IsAlreadyExists => Code == 409 && Reason == "AlreadyExists";

    /// <summary>The resourceVersion or continue token is too old: only a new list helps.</summary>
    public bool IsExpired => Code == 410 || Reason is "Expired" or "Gone";

    /// <summary>The server does not know so new a resourceVersion: it lags behind, or began anew; a new list helps.</summary>
    public bool IsVersionAhead => Details?.Causes.Any(cause => cause.Reason == "ResourceVersionTooLarge") ?? false;

    /// <summary>The server could not answer now, but may later.</summary>
    public bool IsTransient => Code is 429 or 500 or 502 or 503 or 504;

    /// <summary>Reads the error out of an answer; a body that is no Status gets client-go's general text for its code.</summary>
    internal static async Task<KubeError> ReadAsync(KubeCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(call.MaxBytes, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var code = (int)response.StatusCode;
        return new(ParseStatus(body) is { } status
            ? status with { Code = status.Code == 0 ? code : status.Code }
            : Generic(call, response.StatusCode));
    }

    private static KubeStatus? ParseStatus(byte[] body)
    {
        try
        {
            var status = JsonSerializer.Deserialize(body, KubeJson.Default.KubeStatus);
            return status is { Message: null, Reason: null } ? null : status;
        }
        catch (JsonException)
        {
            // A proxy's page, or plain text: the code is all there is to go by.
            return null;
        }
    }

    private static KubeStatus Generic(KubeCall call, HttpStatusCode code)
    {
        var (reason, message) = code switch
        {
            HttpStatusCode.BadRequest => ("BadRequest", "the server rejected our request for an unknown reason"),
            HttpStatusCode.Unauthorized => ("Unauthorized", "the server has asked for the client to provide credentials"),
            HttpStatusCode.Forbidden => ("Forbidden", "the server does not allow access to the requested resource"),
            HttpStatusCode.NotFound => ("NotFound", "the server could not find the requested resource"),
            HttpStatusCode.MethodNotAllowed => ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
            HttpStatusCode.Conflict => ("Conflict", "the server reported a conflict"),
            HttpStatusCode.TooManyRequests =>
                ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            HttpStatusCode.ServiceUnavailable => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            HttpStatusCode.GatewayTimeout => ("Timeout", "the server was unable to return a response in the time allotted"),
            >= HttpStatusCode.InternalServerError => ("InternalError", "an error on the server has prevented the request from succeeding"),
            _ => ("Unknown", $"the server responded with the status code {(int)code} but did not return more information"),
        };
        return new() { Status = "Failure", Code = (int)code, Reason = reason, Message = $"{message} ({call.Method} {call.PathAndQuery.Split('?')[0]})" };
    }
}
