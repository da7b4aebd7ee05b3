using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks one server that speaks Prometheus' HTTP API. Whatever is no answer is an exception whose message is a reason for users.
/// </summary>
internal sealed class PrometheusClient(Uri url, SourceConnection connection, TimeProvider time) : IDisposable
{
    private const long AnswerLimit = 64L << 20;
    private const long RefusalLimit = 256L << 10;

    // A server that is asked more at once only queues it itself: Prometheus works on 20 queries at once.
    private const int MostAtOnce = 8;

    private readonly Lazy<HttpClient> _http = new(() => connection.NewHttpClient(url));
    private readonly ConcurrentDictionary<(string Query, TimeSpan Deadline), Lazy<Task<PrometheusAnswer>>> _underWay = new();
    private volatile bool _getsOnly;

    /// <summary>Held while the server is asked.</summary>
    public SemaphoreSlim Gate { get; } = new(MostAtOnce, MostAtOnce);

    /// <summary>
    /// The answer to an instant query, which the server and we give up after the deadline. Who asks what is being asked at this moment
    /// shares the answer.
    /// </summary>
    public Task<PrometheusAnswer> QueryAsync(string query, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var asked = _underWay.GetOrAdd((query, deadline), what => new Lazy<Task<PrometheusAnswer>>(() => QueryAsync(what)));
        return asked.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Hands over the label sets of the series that the selector picked between two moments of the server's time.</summary>
    public async Task<PrometheusAnswer> SeriesAsync(
        string selector, (double Start, double End) between, Action<IReadOnlyDictionary<string, string>> take, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form =
        [
            new("match[]", selector),
            new("start", between.Start.ToString("F3", CultureInfo.InvariantCulture)),
            new("end", between.End.ToString("F3", CultureInfo.InvariantCulture)),
        ];
        return await AskAsync("series", form, new PrometheusJson(take), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }

        Gate.Dispose();
    }

    private async Task<PrometheusAnswer> QueryAsync((string Query, TimeSpan Deadline) what)
    {
        using var limit = new CancellationTokenSource(what.Deadline, time);
        var timeout = $"{Math.Max(1, (long)what.Deadline.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}ms";
        try
        {
            return await AskAsync("query", [new("query", what.Query), new("timeout", timeout)], new PrometheusJson(), limit.Token);
        }
        finally
        {
            _underWay.TryRemove(what, out _);
        }
    }

    private async Task<PrometheusAnswer> AskAsync(
        string endpoint, KeyValuePair<string, string>[] form, PrometheusJson json, CancellationToken cancellationToken)
    {
        using var posted = _getsOnly ? null : await PostAsync(endpoint, form, cancellationToken);
        if (posted is not null and not { StatusCode: HttpStatusCode.MethodNotAllowed })
        {
            return await ReadAsync(posted, json, cancellationToken);
        }

        _getsOnly = true;
        using var content = new FormUrlEncodedContent(form);
        var query = await content.ReadAsStringAsync(cancellationToken);
        using var got = await _http.Value.GetAsync(AddressOf(endpoint, query), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await ReadAsync(got, json, cancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(
        string endpoint, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(endpoint, "")) { Content = new FormUrlEncodedContent(form) };
        return await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private Uri AddressOf(string endpoint, string query)
    {
        var own = url.Query.TrimStart('?');
        return new UriBuilder(url.Scheme, url.IdnHost, url.Port, $"{url.AbsolutePath.TrimEnd('/')}/api/v1/{endpoint}")
        {
            Query = own.Length > 0 && query.Length > 0 ? $"{own}&{query}" : own + query,
        }.Uri;
    }

    private static async Task<PrometheusAnswer> ReadAsync(HttpResponseMessage answer, PrometheusJson json, CancellationToken cancellationToken)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidDataException(await RefusalAsync(answer, json, cancellationToken));
        }

        var bytes = await BoundedJson.ReadAsync(answer.Content, json, AnswerLimit, cancellationToken);
        var read = json.End() with { Bytes = bytes, ServerTime = answer.Headers.Date };
        return read.IsSuccess ? read : throw new InvalidDataException(Refusal(read));
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer, PrometheusJson json, CancellationToken cancellationToken)
    {
        var code = (int)answer.StatusCode;
        switch (code)
        {
            case 401:
                return "it refused the credentials, or wants some (401)";
            case 403:
                return "the credentials may not query it (403)";
            case >= 300 and < 400:
                return $"it redirects elsewhere ({code}), which is not followed";
        }

        try
        {
            await BoundedJson.ReadAsync(answer.Content, json, RefusalLimit, cancellationToken);
            return json.End() is { IsSuccess: false, Error.Length: > 0 } refusal ? Refusal(refusal) : $"it answered {code}";
        }
        catch (Exception other) when (other is JsonException or InvalidDataException or IOException or HttpRequestException)
        {
            // A proxy's own page, say: the code tells more than it.
            return $"it answered {code}";
        }
    }

    private static string Refusal(PrometheusAnswer answer) => $"it refused the query ({answer.ErrorType}): {answer.Error}";
}
