using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Words why a call came to nothing as Go's HTTP client and Kubernetes' REST client do.</summary>
internal static class CallFailures
{
    /// <summary>A connection that was not made or did not hold.</summary>
    public static string Of(HttpRequestException error, Uri? address) => error switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => $"dial tcp: lookup {address?.Host}: no such host",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"dial tcp {address?.Authority}: connect: connection refused",
        { InnerException: AuthenticationException tls } => $"tls: failed to verify certificate: x509: {Certificate(tls, address)}",
        { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
        _ => error.Message,
    };

    /// <summary>An answer other than 2xx, after client-go's rest.Request and apimachinery's NewGenericServerResponse.</summary>
    public static string Of(int code, byte[] body)
    {
        if (StatusMessage(body) is { Length: > 0 } message)
        {
            return message;
        }

        return code switch
        {
            400 => "the server rejected our request for an unknown reason",
            401 => "the server has asked for the client to provide credentials",
            403 => Encoding.UTF8.GetString(body).Trim(),
            404 => "the server could not find the requested resource",
            405 => "the server does not allow this method on the requested resource",
            409 => "the server reported a conflict",
            413 => "the request is too large",
            415 => "the body of the request was in an unknown format",
            422 => "the server rejected our request due to an error in our request",
            429 => "the server has received too many requests and has asked us to try again later",
            503 => "the server is currently unable to handle the request",
            504 => "the server was unable to return a response in the time allotted, but may still be processing the request",
            >= 500 => $"an error on the server ({GoText.Quote(Encoding.UTF8.GetString(body).Trim())}) has prevented the request from succeeding",
            _ => $"the server responded with the status code {code} but did not return more information",
        };
    }

    private static string Certificate(AuthenticationException error, Uri? address) =>
        error.Message.Contains("NameMismatch", StringComparison.Ordinal) ? $"certificate is not valid for any names, but wanted to match {address?.Host}"
        : error.Message.Contains("NotTimeValid", StringComparison.Ordinal) ? "certificate has expired or is not yet valid"
        : "certificate signed by unknown authority";

    private static string StatusMessage(byte[] body)
    {
        try
        {
            return JsonText.Read(body) is JsonObject status && status.Text("kind") == "Status" ? status.Text("message") : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
