using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autoscale.Metrics.Sources;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Reads all queues of one broker once a period, with one call per page of 500 queues (RabbitMQ's most). It asks for the queues' own totals and
/// without statistics: those the broker only renews every 5 s (collect_statistics_interval) and lacks for a queue just declared,
/// while the totals are the numbers of the moment; quorum queues, which are an exception, are asked over AMQP. Any failure makes the series absent with its reason until the next success.
/// </summary>
public sealed partial class RabbitMqPoll : IAsyncDisposable
{
    private const int PageLimit = 8 << 20;
    private const int PageCountLimit = 1000;
    private const string Query =
        "disable_stats=true&enable_queue_totals=true&columns=name,vhost,type,messages,messages_ready,messages_unacknowledged&page_size=500&page=";

    private readonly RabbitMqAddress _address;
    private readonly MetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly MetricsTelemetry _telemetry;
    private readonly ILogger<RabbitMqPoll> _logger;
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;
    private readonly QuorumQueues _quorum;
    private readonly HttpClient _http;
    private List<ExternalSeries> _lastRead = [];

    /// <summary>Prepares to read the broker; its series are absent until it was read first.</summary>
    public RabbitMqPoll(RabbitMqAddress address, MetricTable table, MetricsOptions options, SourceTools tools)
    {
        _address = address;
        _options = options;
        _time = tools.Time;
        _telemetry = tools.Telemetry;
        _logger = tools.Loggers.CreateLogger<RabbitMqPoll>();
        _table = table;
        _feed = table.OpenFeed(address.ToString(), QueueSeries.Metrics);
        _quorum = new QuorumQueues(address, tools);
        _http = new HttpClient(NewHandler()) { BaseAddress = address.Management, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
    }

    /// <summary>Reads the broker period after period, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = _time.GetTimestamp();
            await PollAsync(cancellationToken);
            var rest = _options.QueuePeriod - _time.GetElapsedTime(start);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, cancellationToken);
        }
    }

    /// <summary>Reads the broker once and writes what it said, or why it said nothing, into the table.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var (picture, problem) = await TryReadAsync(cancellationToken);
        _telemetry.Read("rabbitmq", picture is not null, _time.GetElapsedTime(start));
        var before = _feed.Absence;
        if (picture is not null)
        {
            _feed.Replace(picture);
        }
        else
        {
            _feed.Fail($"{_address}: {problem}", _time.GetUtcNow());
        }

        Tell(before, _feed.Absence);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _table.CloseFeed(_feed);
        _http.Dispose();
        await _quorum.DisposeAsync();
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    // What is told to those who look at the table is told outside: their defects are not the broker's.
    private async Task<(IReadOnlyCollection<ExternalSeries>? Picture, string? Problem)> TryReadAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.QueueDeadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return (await ReadAsync(both.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no whole answer within {_options.QueueDeadline.TotalSeconds} s");
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return (null, Reason(problem));
        }
    }

    private static string Reason(Exception problem) => problem switch
    {
        JsonException => "an answer that is not the JSON of a list of queues",
        HttpRequestException or IOException => problem.GetBaseException().Message.ReplaceLineEndings(" "),
        _ => problem.Message.ReplaceLineEndings(" "),
    };

    private async Task<List<ExternalSeries>> ReadAsync(CancellationToken cancellationToken)
    {
        var path = _address.VirtualHost is { } host ? $"api/queues/{Uri.EscapeDataString(host)}" : "api/queues";
        var queues = new List<QueueItem>();
        var pages = 1;
        for (var page = 1; page <= pages; page++)
        {
            if (await ReadPageAsync($"{path}?{Query}{page}", page, cancellationToken) is not { } answer)
            {
                break;
            }

            pages = Math.Min(answer.PageCount, PageCountLimit);
            queues.AddRange(answer.Items.OfType<QueueItem>());
        }

        var now = _time.GetUtcNow();
        var corrected = await _quorum.CorrectAsync(queues, cancellationToken);
        var read = corrected.SelectMany(queue => QueueSeries.Of(queue, now, _feed.Source)).ToList();
        var picture = pages > 1 ? WithMissed(read) : read;
        _lastRead = read;
        return picture;
    }

    // Pages come one after another: a queue that goes meanwhile moves those behind it forward, and the one at a page's edge is in
    // neither. So with several pages a series is gone only when two readings in a row lack it.
    private List<ExternalSeries> WithMissed(List<ExternalSeries> read)
    {
        var present = read.Select(series => series.Key).ToHashSet();
        return [.. read, .. _lastRead.Where(series => !present.Contains(series.Key))];
    }

    private async Task<QueuePage?> ReadPageAsync(string path, int page, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.BadRequest && page > 1)
        {
            // Queues went away while we read: the page before was the last one.
            return null;
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidDataException(Refusal(answer.StatusCode));
        }

        var body = await BoundedBody.ReadAsync(answer.Content, PageLimit, cancellationToken);
        return JsonSerializer.Deserialize(body.Span, MetricsJson.Default.QueuePage) is { } queues && !queues.Items.Contains(null)
            ? queues
            : throw new JsonException();
    }

    private string Refusal(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized => "it refused the name or the password (401)",
        HttpStatusCode.Forbidden => "the user may not use the management API (403)",
        HttpStatusCode.NotFound when _address.VirtualHost is { } host => $"it has no virtual host {host} (404)",
        _ => $"it answered {(int)code}",
    };

    private void Tell(string? before, string? now)
    {
        if (now is not null && now != before)
        {
            Log.Lost(_logger, now);
        }
        else if (now is null && before is not null)
        {
            Log.Read(_logger, _address.ToString());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Warning, "No queue metrics: {Reason}")]
        public static partial void Lost(ILogger logger, string reason);

        [LoggerMessage(1001, LogLevel.Information, "Reading the queues of {Broker}")]
        public static partial void Read(ILogger logger, string broker);
    }
}
