using System.Globalization;
using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Autoscale.Admission.Control;

/// <summary>Answers reviews on /mutate and /validate, and probes on /healthz and /readyz.</summary>
public sealed class AdmissionEndpoint(
    AdmissionChain chain, IEnumerable<ReadinessCheck> readiness, AdmissionTelemetry telemetry, AdmissionOptions options, TimeProvider time)
{
    private const string Json = "application/json";

    private readonly ReadinessCheck[] _readiness = [.. readiness];
    private readonly ByteBudget _budget = new(options.BytesInFlight);
    private readonly ClientGate _gate = new(options, time);
    private readonly Ask _mutate = chain.MutateAsync;
    private readonly Ask _validate = chain.ValidateAsync;

    private delegate ValueTask<AdmissionAnswer> Ask(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the application answer nothing else.</summary>
    public void Map(IApplicationBuilder app) => app.Run(HandleAsync);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase);

    private static void Reply(HttpContext http, AdmissionRequest request, AdmissionAnswer answer)
    {
        http.Response.ContentType = Json;
        AdmissionReviewWriter.Write(http.Response.BodyWriter, request, answer);
    }

    private static Task ProbeAsync(HttpContext http, IReadOnlyList<ReadinessCheck> checks)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        var results = checks.Select(check => (check.Name, IsReady: check.WhyNot() is null)).ToList();
        var isReady = results.TrueForAll(result => result.IsReady);
        var text = new StringBuilder();
        foreach (var (name, one) in results.Where(result => !isReady))
        {
            text.Append(CultureInfo.InvariantCulture, $"[{(one ? '+' : '-')}]{name} {(one ? "ok" : "failed")}\n");
        }

        http.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text.Append(isReady ? "ok" : "readyz check failed\n").ToString(), http.RequestAborted);
    }

    private Task HandleAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/validate" => ReviewAsync(http, _validate),
        "/mutate" => ReviewAsync(http, _mutate),
        "/healthz" => ProbeAsync(http, []),
        "/readyz" => ProbeAsync(http, _readiness),
        _ => RefuseAsync(http, Refusals.NoSuchPath),
    };

    private Task ReviewAsync(HttpContext http, Ask ask)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "POST";
            return RefuseAsync(http, Refusals.WrongMethod);
        }

        if (_gate.Refuse(http) is { } refusal)
        {
            return RefuseAsync(http, refusal);
        }

        if (!IsJson(http.Request.ContentType))
        {
            return RefuseAsync(http, Refusals.WrongType);
        }

        if (http.Request.ContentLength > options.LongestBody)
        {
            return RefuseAsync(http, Refusals.TooLarge(options.LongestBody));
        }

        return TryGetTimeout(http, out var timeout)
            ? ReviewAsync(http, ask, options.WorkLimit(timeout))
            : RefuseAsync(http, Refusals.WrongTimeout(http.Request.Query["timeout"].ToString()));
    }

    private bool TryGetTimeout(HttpContext http, out TimeSpan timeout)
    {
        timeout = options.Timeout;
        if (!http.Request.QueryString.HasValue || http.Request.Query["timeout"] is not [{ Length: > 0 } text])
        {
            return true;
        }

        if (!GoDuration.TryParse(text, out var asked))
        {
            return false;
        }

        // Zero is no limit in Go; longer than half a minute no webhook is waited for.
        timeout = asked == TimeSpan.Zero || asked > AdmissionOptions.LongestTimeout ? AdmissionOptions.LongestTimeout : asked;
        return true;
    }

    private async Task ReviewAsync(HttpContext http, Ask ask, TimeSpan limit)
    {
        var start = time.GetTimestamp();
        telemetry.Begun();
        using var deadline = new CancellationTokenSource(limit, time);
        using var gone = http.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        using var body = new ReviewBody(_budget, options.LongestBody);
        try
        {
            await AnswerAsync(http, ask, body, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await RefuseAsync(http, Refusals.TooSlow);
        }
        catch (BadHttpRequestException error)
        {
            await RefuseAsync(http, error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Refusals.TooLarge(options.LongestBody)
                : AdmissionDenial.BadRequest(error.Message) with { Code = error.StatusCode });
        }
        catch (IOException)
        {
            // The connection broke off within the body: there is nobody left to answer.
            telemetry.Refused("cut");
        }
        finally
        {
            telemetry.Ended(http.Request.Path.Value ?? "", time.GetElapsedTime(start));
        }
    }

    private async Task AnswerAsync(HttpContext http, Ask ask, ReviewBody body, CancellationToken cancellationToken)
    {
        if (await body.FillAsync(http.Request.BodyReader, cancellationToken) is { } refusal)
        {
            await RefuseAsync(http, refusal);
            return;
        }

        var reading = AdmissionReviewReader.Read(body.Bytes);
        if (reading.Request is not { } request)
        {
            await RefuseAsync(http, AdmissionDenial.BadRequest(reading.Problem ?? "the body is no review"));
            return;
        }

        Reply(http, request, await ask(request, cancellationToken));
    }

    private Task RefuseAsync(HttpContext http, AdmissionDenial denial)
    {
        telemetry.Refused(denial.Reason);
        http.Response.StatusCode = denial.Code;
        http.Response.ContentType = Json;
        if (denial.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        StatusWriter.Write(http.Response.BodyWriter, denial);
        return Task.CompletedTask;
    }
}
