using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Autoscale.Testing.Soak;

/// <summary>Applications that report readings over HTTP: series that never come back, and now and then something wrong.</summary>
public sealed class SoakReporters : IDisposable
{
    /// <summary>By which they are known.</summary>
    public const string Token = "token-of-the-reporters";

    private const int Readings = 20;
    private const int BadEvery = 10;

    private readonly HttpClient _http;
    private long _steps;

    /// <summary>Reporters that post to this address.</summary>
    public SoakReporters(Uri url)
    {
        _http = new HttpClient { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>How many reports were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Reports once.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var step = _steps++;
        var readings = Enumerable.Range(0, Readings).Select(index => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"name":"pushed_{{{index % 4}}}","value":{{{index}}},"labels":{"series":"{{{(step * Readings) + index}}}"},"lifetimeSeconds":2}"""));
        var body = $$"""{"readings":[{{string.Join(',', readings)}}]{{(step % BadEvery == 0 ? "" : "}")}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("v1/readings", content, cancellationToken);
        Taken += answer.IsSuccessStatusCode ? 1 : 0;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
