using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Autoscale.Benchmarks.Admission;

/// <summary>Asks the webhook the reviews of one kind over and over, on kept TLS connections.</summary>
internal sealed class ReviewLoad(Func<HttpClient> http, string path, byte[][] bodies, bool isAllowed)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly byte[] Allowed = "\"allowed\":true"u8.ToArray();
    private static readonly byte[] Refused = "\"allowed\":false"u8.ToArray();

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly byte[] _expected = isAllowed ? Allowed : Refused;
    private int _next;

    /// <summary>Keeps so many reviews waiting for their answer at all times.</summary>
    public async Task<Latencies> ClosedAsync(int inFlight, TimeSpan duration)
    {
        var latencies = new Latencies();
        var start = _time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (_time.GetElapsedTime(start) < duration)
            {
                await AskAsync(latencies, _time.GetTimestamp());
            }
        }));
        return latencies;
    }

    /// <summary>
    /// Sends so many reviews a second at random moments, whether or not earlier ones are answered. A review's time runs from the moment
    /// at which it was due, so that what waits behind a slow one counts as slow, too.
    /// </summary>
    public async Task<Latencies> OpenAsync(int perSecond, TimeSpan duration)
    {
        var latencies = new Latencies();
        var random = new Random(1);
        var asked = new List<Task>();
        var start = _time.GetTimestamp();
        for (var due = TimeSpan.Zero; due < duration; due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond))
        {
            while (_time.GetElapsedTime(start) < due)
            {
                await Task.Delay(Tick, _time, CancellationToken.None);
            }

            asked.Add(AskAsync(latencies, start + (long)(due.TotalSeconds * _time.TimestampFrequency)));
        }

        await Task.WhenAll(asked);
        return latencies;
    }

    private async Task AskAsync(Latencies latencies, long due)
    {
        var wrong = await WrongAsync(bodies[Interlocked.Increment(ref _next) % bodies.Length]);
        latencies.Add(_time.GetElapsedTime(due), wrong);
    }

    private async Task<string?> WrongAsync(byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
            using var response = await http().PostAsync(new Uri($"{path}?timeout=10s", UriKind.Relative), content);
            var answer = await response.Content.ReadAsByteArrayAsync();
            return response.StatusCode != HttpStatusCode.OK ? $"{(int)response.StatusCode}"
                : answer.AsSpan().IndexOf(_expected) < 0 ? Encoding.UTF8.GetString(answer)
                : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return $"{failure.Message} {failure.InnerException?.Message}";
        }
    }
}
