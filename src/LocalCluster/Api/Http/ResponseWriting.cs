using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Writes JSON responses.</summary>
internal static class ResponseWriting
{
    private static readonly string[] People = ["curl", "Wget", "Mozilla/5.0"];

    /// <summary>Writes an object.</summary>
    public static Task WriteJsonAsync(this HttpContext http, int code, JsonNode body) => http.WriteJsonAsync(code, StoredObject.Serialize(body));

    /// <summary>Writes JSON text; indented for those who read it with their own eyes, as the real server guesses them.</summary>
    public static Task WriteJsonAsync(this HttpContext http, int code, ReadOnlyMemory<byte> body)
    {
        if (IsReadByPeople(http.Request))
        {
            body = StoredObject.Indent(body);
        }

        return http.WriteAsync(code, "application/json", body);
    }

    /// <summary>Writes bytes of a media type.</summary>
    public static Task WriteAsync(this HttpContext http, int code, string type, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static bool IsReadByPeople(HttpRequest request)
    {
        if (request.Query.TryGetValue("pretty", out var pretty))
        {
            return pretty != "0" && pretty != "false";
        }

        var agent = request.Headers.UserAgent.ToString();
        return People.Any(prefix => agent.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Writes plain text.</summary>
    public static Task WriteTextAsync(this HttpContext http, int code, string text)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.WriteAsync(code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Writes a refusal.</summary>
    public static Task WriteRefusalAsync(this HttpContext http, ApiError error)
    {
        if (error.RetryAfterSeconds > 0)
        {
            http.Response.Headers.RetryAfter = error.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return http.WriteJsonAsync(error.Code, StatusBody.Of(error));
    }
}
