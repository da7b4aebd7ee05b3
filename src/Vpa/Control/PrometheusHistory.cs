using System.Globalization;
using System.Net;
using System.Text.Json;
using Autoscale.Metrics.Control;
using Autoscale.Vpa.History;

namespace Autoscale.Vpa.Control;

/// <summary>Asks a server that speaks Prometheus' HTTP API for past usage. Whatever is no answer throws, with a reason for users.</summary>
internal sealed class PrometheusHistory : IDisposable
{
    private const long AnswerLimit = 1L << 30;
    private const long RefusalLimit = 256L << 10;

    // Prometheus answers no range of more points.
    private const int MostPoints = 10_000;

    private static readonly TimeSpan Page = TimeSpan.FromDays(1);

    private readonly HistoryOptions _options;
    private readonly HistoryQueries _queries;
    private readonly Uri _address;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Prepares to ask about a namespace, "" for all; throws <see cref="InvalidDataException"/> where the options cannot be used.</summary>
    public PrometheusHistory(HistoryOptions options, string @namespace, TimeProvider time)
    {
        _options = options;
        _queries = new(options, @namespace);
        _address = options.Address ?? throw new InvalidDataException("no address of Prometheus is given");
        _http = options.Connection.NewHttpClient(_address);
        _time = time;
    }

    /// <summary>The labels that pods had when they were last seen.</summary>
    public async Task<PodLabels> ReadLabelsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var labels = new PodLabels(_options, _queries.LabelsAreMoments);
        await AskAsync("query", [new("query", _queries.Labels), new("time", Seconds(now))], new(labels.Take), cancellationToken);
        return labels;
    }

    /// <summary>The parts in which usage is read, oldest first: so that no answer is too long, and samples come in their order.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Pages(DateTimeOffset now)
    {
        var points = Math.Clamp((long)(Page / _options.Resolution), 1, MostPoints);
        for (var from = now - _options.Length; from <= now;)
        {
            var to = from + (_options.Resolution * (points - 1));
            yield return (from, to < now ? to : now);
            from = to + _options.Resolution;
        }
    }

    /// <summary>CPU in cores by container, over one of the <see cref="Pages"/>.</summary>
    public Task ReadCpuAsync((DateTimeOffset From, DateTimeOffset To) page, Action<ContainerHistory> take, CancellationToken cancellationToken) =>
        ReadAsync(_queries.Cpu, page, take, cancellationToken);

    /// <summary>Memory in bytes by container, over one of the <see cref="Pages"/>.</summary>
    public Task ReadMemoryAsync((DateTimeOffset From, DateTimeOffset To) page, Action<ContainerHistory> take, CancellationToken cancellationToken) =>
        ReadAsync(_queries.Memory, page, take, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Task ReadAsync(
        string query, (DateTimeOffset From, DateTimeOffset To) page, Action<ContainerHistory> take, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form =
        [
            new("query", query),
            new("start", Seconds(page.From)),
            new("end", Seconds(page.To)),
            new("step", _options.Resolution.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
        ];
        return AskAsync("query_range", form, new(Take), cancellationToken);

        void Take(IReadOnlyDictionary<string, string> labels, IReadOnlyList<HistorySample> samples)
        {
            if (labels.TryGetValue(_options.ContainerNamespaceLabel, out var @namespace)
                && labels.TryGetValue(_options.ContainerPodLabel, out var pod)
                && labels.TryGetValue(_options.ContainerNameLabel, out var container))
            {
                take(new(@namespace, pod, container, [.. samples]));
            }
        }
    }

    private async Task AskAsync(string endpoint, KeyValuePair<string, string>[] form, RangeReader into, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.QueryTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            form = [.. form, new("timeout", Seconds(_options.QueryTimeout) + "s")];
            using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(endpoint)) { Content = new FormUrlEncodedContent(form) };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            await ReadAsync(answer, into, both.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {_options.QueryTimeout.TotalSeconds} s", late);
        }
    }

    private static async Task ReadAsync(HttpResponseMessage answer, RangeReader into, CancellationToken cancellationToken)
    {
        try
        {
            await BoundedJson.ReadAsync(answer.Content, into, answer.IsSuccessStatusCode ? AnswerLimit : RefusalLimit, cancellationToken);
            into.End();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException && !answer.IsSuccessStatusCode)
        {
            throw new InvalidDataException(Refusal(answer.StatusCode, wrong), wrong);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException("an answer that is not of Prometheus' API", wrong);
        }
    }

    private static string Refusal(HttpStatusCode code, Exception wrong) => code switch
    {
        HttpStatusCode.Unauthorized => "it refused the credentials, or wants some (401)",
        HttpStatusCode.Forbidden => "the credentials may not query it (403)",
        _ when wrong is InvalidDataException { Message: { Length: > 0 } said } && said.StartsWith("it refused", StringComparison.Ordinal) => said,
        _ => $"it answered {(int)code}",
    };

    private Uri AddressOf(string endpoint) =>
        new UriBuilder(_address.Scheme, _address.IdnHost, _address.Port, $"{_address.AbsolutePath.TrimEnd('/')}/api/v1/{endpoint}")
        {
            Query = _address.Query.TrimStart('?'),
        }.Uri;

    private static string Seconds(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
