using System.Net;
using System.Text.Json;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Walks the queues of a broker's management API, 500 a page, which is RabbitMQ's most. The counts of the moment are asked for without
/// statistics, since those the broker only renews every 5 s and lacks for a queue just declared.
/// </summary>
internal sealed class RabbitMqManagement(RabbitMqAddress address, SourceConnection connection) : IDisposable
{
    private const int PageLimit = 8 << 20;
    private const int PageCountLimit = 1000;
    private const string Counts =
        "disable_stats=true&enable_queue_totals=true&columns=name,vhost,type,messages,messages_ready,messages_unacknowledged";

    private const string Statistics =
        "columns=name,vhost,type,messages,consumers,consumer_utilisation,message_stats.publish,message_stats.publish_details.rate,"
        + "message_stats.deliver_get,message_stats.deliver_get_details.rate,message_stats.ack,message_stats.ack_details.rate,"
        + "message_stats.deliver_no_ack,message_stats.deliver_no_ack_details.rate,message_stats.get_no_ack,message_stats.get_no_ack_details.rate";

    private readonly HttpClient _http = connection.NewHttpClient(address.Management);
    private readonly ReusedBody _body = new(PageLimit);

    /// <summary>Hands every queue with its counts to the taker.</summary>
    public Task<RabbitMqWalk> CountAsync(QueuePageReader.Taking take, CancellationToken cancellationToken) =>
        WalkAsync(Counts, take, cancellationToken);

    /// <summary>Hands every queue with its statistics to the taker.</summary>
    public Task<RabbitMqWalk> MeasureAsync(QueuePageReader.Taking take, CancellationToken cancellationToken) =>
        WalkAsync(Statistics, take, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<RabbitMqWalk> WalkAsync(string query, QueuePageReader.Taking take, CancellationToken cancellationToken)
    {
        var path = address.VirtualHost is { } host ? $"api/queues/{Uri.EscapeDataString(host)}" : "api/queues";
        var (pages, bytes) = (1, 0L);
        for (var page = 1; page <= pages; page++)
        {
            if (await ReadAsync($"{path}?{query}&page_size=500&page={page}", page, cancellationToken) is not { } body)
            {
                break;
            }

            bytes += body.Length;
            pages = Math.Min(Read(body.Span, take), PageCountLimit);
        }

        return new RabbitMqWalk(pages, bytes);
    }

    private static int Read(ReadOnlySpan<byte> page, QueuePageReader.Taking take)
    {
        try
        {
            return QueuePageReader.Read(page, take);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("an answer that is not the JSON of a list of queues");
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string path, int page, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.BadRequest && page > 1)
        {
            // Queues went away while we read: the page before was the last one.
            return null;
        }

        return answer.StatusCode == HttpStatusCode.OK
            ? await _body.ReadAsync(answer.Content, cancellationToken)
            : throw Refusal(answer.StatusCode);
    }

    private InvalidDataException Refusal(HttpStatusCode code) => new(code switch
    {
        HttpStatusCode.Unauthorized => "it refused the name or the password (401)",
        HttpStatusCode.Forbidden => "the user may not use the management API (403)",
        HttpStatusCode.NotFound when address.VirtualHost is { } host => $"it has no virtual host {host} (404)",
        _ => $"it answered {(int)code}",
    });
}
