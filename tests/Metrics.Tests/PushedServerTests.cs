using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

public sealed class PushedServerTests : IAsyncLifetime
{
    private const string Token = "token-of-the-shop";

    private readonly MetricTable _table = new();
    private readonly SourceTools _tools = Some.Tools();
    private readonly List<PushedSource> _sources = [];
    private readonly HttpClient _http = new();
    private PushedServer? _server;

    public async Task InitializeAsync()
    {
        _server = await PushedServer.StartAsync(new PushedServerOptions(), _tools, CancellationToken.None);
        _http.BaseAddress = _server.Url;
        Source("shop", Token);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }

        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task Post_Report_IsInTheTable()
    {
        var (code, body) = await PostAsync("""{"readings":[{"name":"orders","value":12.5,"labels":{"a":"\ud83d\ude00"},"lifetimeSeconds":60},{"name":"mails","value":"1500m"}]}""");

        Assert.Equal((200, """{"accepted":2,"late":0}"""), (code, body));
        Assert.Equal(("12500m", "1500m"), (Value("orders", "shop"), Value("mails", "shop")));
    }

    [Fact]
    public async Task Post_TokenOfAnotherSource_ReportsToThatOne()
    {
        Source("bank", "token-of-the-bank");

        await PostAsync("""{"readings":[{"name":"orders","value":7}]}""", "token-of-the-bank");

        Assert.Equal("7", Value("orders", "bank"));
        Assert.Equal(AbsenceTexts.NoSuchMetric("orders"), Value("orders", "shop"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("token-of-the-sho")]
    [InlineData("")]
    public async Task Post_WrongToken_IsUnauthorized(string? token)
    {
        var (code, body) = await PostAsync("""{"readings":[{"name":"orders","value":7}]}""", token);

        Assert.Equal(401, code);
        Assert.DoesNotContain("token-of", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TokenOfTwoSources_IsForbidden()
    {
        Source("bank", Token);

        Assert.Equal(403, (await PostAsync("""{"readings":[{"name":"orders","value":7}]}""")).Code);
    }

    [Theory]
    [InlineData("""{"readings":[{"name":"orders","value":-1}]}""", 400, "Invalid", "readings[0].value", 0.0)]
    [InlineData("""{"readings":[{"name":"orders","value":"NaN"}]}""", 400, "Invalid", "readings[0].value", null)]
    [InlineData("""{"readings":[{"name":"orders","value":NaN}]}""", 400, "Invalid", "readings[0].value", null)]
    [InlineData("""{"readings":[{"name":"orders","value":1,"lifetimeSeconds":0.5}]}""", 400, "Invalid", "readings[0].lifetimeSeconds", 1.0)]
    [InlineData("""{"readings":[{"name":"orders","value":1,"measuredAt":"2001-01-01T00:00:00Z"}]}""", 400, "Expired", "readings[0].measuredAt", 30.0)]
    [InlineData("""{"readings":[{"name":"orders","value":1,"namespace":"bank"}]}""", 403, "Forbidden", "readings[0].namespace", null)]
    [InlineData("""{"readings":[{"name":"orders","value":1,"labels":{"a":null}}]}""", 400, "Invalid", "readings[0].labels[a]", 256.0)]
    [InlineData("""{"readings":[null]}""", 400, "Invalid", "readings[0]", null)]
    [InlineData("""{"readings":[{"name":7}]}""", 400, "Invalid", "readings[0].name", null)]
    [InlineData("""{"readings":[{"name":"orders","value":true}]}""", 400, "Invalid", "readings[0].value", null)]
    [InlineData("""{"readings":null}""", 400, "Invalid", "readings", null)]
    [InlineData("null", 400, "Invalid", "readings", 1000.0)]
    [InlineData("""{"readings":[{""", 400, "Invalid", "readings[0]", null)]
    [InlineData("", 400, "Invalid", "body", null)]
    public async Task Post_WrongReport_IsRefusedWithTheField(string report, int expected, string reason, string field, double? limit)
    {
        var (code, body) = await PostAsync(report);

        using var answer = JsonDocument.Parse(body);
        var cause = Assert.Single(answer.RootElement.GetProperty("causes").EnumerateArray());
        Assert.Equal((expected, reason, field), (code, answer.RootElement.GetProperty("reason").GetString(), cause.GetProperty("field").GetString()));
        Assert.Equal(limit, cause.TryGetProperty("limit", out var number) ? number.GetDouble() : null);
    }

    [Fact]
    public async Task Post_TooManySeries_IsTooMany()
    {
        var readings = string.Join(',', Enumerable.Range(0, 4).Select(series => $$$"""{"name":"orders","value":1,"labels":{"n":"{{{series}}}"}}"""));

        var (code, body) = await PostAsync($$"""{"readings":[{{readings}}]}""");

        Assert.Equal(429, code);
        Assert.Contains("\"limit\":3", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyOfMoreThanAMebibyte_IsTooLarge(bool isChunked)
    {
        using var content = new StringContent(new string(' ', (1 << 20) + 1), Encoding.UTF8, "application/json");
        using var request = Request(content);
        request.Headers.TransferEncodingChunked = isChunked;

        // Who is refused for what he announces is not read from, and could not send the rest.
        request.Headers.ExpectContinue = !isChunked;

        Assert.Equal(413, (await SendAsync(request)).Code);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json; charset=utf-16", null)]
    [InlineData("application/json", "gzip")]
    public async Task Post_OtherContent_IsUnsupported(string type, string? encoding)
    {
        using var content = new StringContent("{}");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        content.Headers.ContentEncoding.Add(encoding ?? "identity");
        content.Headers.ContentEncoding.Remove("identity");
        using var request = Request(content);

        Assert.Equal(415, (await SendAsync(request)).Code);
    }

    [Fact]
    public async Task Get_Readings_IsNotAllowed()
    {
        using var answer = await _http.GetAsync("v1/readings");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, Assert.Single(answer.Content.Headers.Allow)));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("v1/reading")).StatusCode);
    }

    [Fact]
    public async Task Post_CutOffInTheMiddle_LeavesTheServerServing()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, _server!.Url.Port);
            var head = $"POST /v1/readings HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"readings\":";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        }

        Assert.Equal(200, (await PostAsync("""{"readings":[{"name":"orders","value":1}]}""")).Code);
    }

    [Fact]
    public async Task Post_OverTls_IsInTheTable()
    {
        using var certificate = ServingCertificate.SelfSigned(TimeProvider.System.GetUtcNow(), "127.0.0.1");
        await using var server = await PushedServer.StartAsync(new PushedServerOptions { Certificate = () => certificate }, _tools, CancellationToken.None);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint };
        using var http = new HttpClient(handler) { BaseAddress = server.Url };
        using var request = Request(new StringContent("""{"readings":[{"name":"orders","value":3}]}""", Encoding.UTF8, "application/json"));

        using var answer = await http.SendAsync(request);

        Assert.Equal(("https", HttpStatusCode.OK, "3"), (server.Url.Scheme, answer.StatusCode, Value("orders", "shop")));
    }

    private static HttpRequestMessage Request(HttpContent content, string? token = Token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/readings") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? [] : [$"Bearer {token}"]);
        return request;
    }

    private async Task<(int Code, string Body)> PostAsync(string report, string? token = Token)
    {
        using var request = Request(new StringContent(report, Encoding.UTF8, "application/json"), token);
        return await SendAsync(request);
    }

    private async Task<(int Code, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private void Source(string @namespace, string token) => _sources.Add(new PushedSource(
        new PushedSourceOptions { Token = token, MaxSeries = 3 },
        new SourceSettings { Name = $"pushed {@namespace}", Scope = new FeedScope(@namespace) },
        _table,
        _tools));

    private string? Value(string metric, string @namespace)
    {
        var answer = _table.FindExternal(@namespace, metric, LabelSelector.Everything, TimeProvider.System.GetUtcNow());
        return answer.Absence ?? answer.Series[0].Reading.Value.ToString();
    }
}
