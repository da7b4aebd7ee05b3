using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Metrics.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Autoscale.Metrics.Control;

/// <summary>Answers POST /v1/readings: who has the token of a source reports to it.</summary>
internal sealed class PushedEndpoint(SourceTools tools)
{
    private const string Path = "/v1/readings";
    private const string Json = "application/json";

    // Each holds a body of a MiB at most, and what is read of it.
    private const int AtATime = 32;

    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(10);

    private int _reading;

    /// <summary>Makes the application answer nothing else.</summary>
    public void Map(IApplicationBuilder app) => app.Run(HandleAsync);

    private async Task HandleAsync(HttpContext http)
    {
        var (source, failure) = Admit(http);
        if (source is null)
        {
            await FailAsync(http, failure ?? PushedFailure.NoToken);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _reading) > AtATime)
            {
                http.Response.Headers.RetryAfter = "1";
                await FailAsync(http, PushedFailure.TooBusy(AtATime));
                return;
            }

            var answer = await TakeAsync(http, source);
            await (answer.Failure is { } refused ? FailAsync(http, refused) : AnswerAsync(http, 200, answer.Receipt, MetricsJson.Default.PushedReceipt));
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    private (PushedSource? Source, PushedFailure? Failure) Admit(HttpContext http)
    {
        if (http.Request.Path.Value != Path)
        {
            return (null, PushedFailure.NoSuchPath);
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "POST";
            return (null, PushedFailure.WrongMethod);
        }

        var sources = TokenOf(http) is { } token ? tools.Pushed.WithToken(token) : [];
        if (sources.IsEmpty)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return (null, PushedFailure.NoToken);
        }

        // A source that was changed is there twice for a moment: the newer one counts.
        return sources.Any(source => source.Name != sources[0].Name) ? (null, PushedFailure.SharedToken)
            : !IsJson(http.Request) ? (null, PushedFailure.WrongType)
            : http.Request.ContentLength > PushedLimits.Body ? (null, PushedFailure.TooLarge)
            : (sources[^1], null);
    }

    private static string? TokenOf(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? value["Bearer ".Length..].Trim()
            : null;

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private async Task<(PushedReceipt? Receipt, PushedFailure? Failure)> TakeAsync(HttpContext http, PushedSource source)
    {
        using var deadline = new CancellationTokenSource(BodyLimit, tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        try
        {
            var report = await JsonSerializer.DeserializeAsync(http.Request.Body, MetricsJson.Default.MetricReported, either.Token);
            var answer = source.Take(report ?? new MetricReported());
            return answer.Refusal is null ? (new PushedReceipt(answer.Accepted, answer.Late), null) : (null, PushedFailure.Of(answer));
        }
        catch (JsonException problem)
        {
            return (null, PushedFailure.NoReport(problem.Path));
        }
        catch (BadHttpRequestException problem) when (problem.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, PushedFailure.TooLarge);
        }
        catch (Exception problem) when (problem is OperationCanceledException or BadHttpRequestException or IOException)
        {
            // It came too slowly, or the connection broke off; who is gone does not hear it.
            return (null, PushedFailure.TooSlow);
        }
    }

    private Task FailAsync(HttpContext http, PushedFailure failure) =>
        AnswerAsync(http, failure.Code, failure, MetricsJson.Default.PushedFailure);

    private async Task AnswerAsync<T>(HttpContext http, int code, T? answer, JsonTypeInfo<T> type)
        where T : class
    {
        tools.Telemetry.Pushed("http", answer is PushedFailure failure ? failure.Reason : "Accepted");
        http.Response.StatusCode = code;
        http.Response.ContentType = Json;
        await JsonSerializer.SerializeAsync(http.Response.Body, answer!, type, http.RequestAborted);
    }
}
