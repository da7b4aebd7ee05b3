using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>The bus over a real broker.</summary>
public sealed class MetricBusServerTests(RabbitMqFixture fixture) : IClassFixture<RabbitMqFixture>
{
    private static readonly string Address = PushedAddress.Of("shop", "a");

    [RabbitMqFact]
    public async Task Send_ToASource_ReachesEveryProcess()
    {
        await using var one = Process();
        await using var other = Process();

        await one.SendUntilAsync(Report("orders", "12"), () => one.Value("orders") == "12" && other.Value("orders") == "12");
    }

    [RabbitMqFact]
    public async Task Send_PlainJson_IsTaken()
    {
        await using var process = Process();

        await UntilAsync("""{"readings":[{"name":"plain","value":3.5,"labels":{"a":"b"}}]}""", () => process.Value("plain") == "3500m");
    }

    [RabbitMqFact]
    public async Task Send_Poison_GoesToTheErrorsWithItsReasonAndTheNextIsTaken()
    {
        await using var process = Process();

        await UntilAsync("""{"readings":[{"name":"orders","value":-1}]}""", () => Told(process, "readings[0].value: must not be negative"));
        await UntilAsync("""{"readings":[{"name":""", () => process.Log.Lines.Count(line => line.StartsWith("Warning 1300", StringComparison.Ordinal)) > 1);
        await process.SendUntilAsync(Report("orders", "2"), () => process.Value("orders") == "2");

        var errors = await Eventually.GetAsync(ErrorsAsync, "the refused message among the errors");
        Assert.Contains("readings[0].value: must not be negative", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(process.Log.Lines, line => line.Contains("p@ss/word", StringComparison.Ordinal));
    }

    [RabbitMqFact]
    public async Task RunAsync_BrokerDownAtFirstAndLostLater_IsWaitedFor()
    {
        await using var server = await RabbitMqServer.StartAsync();
        await server.KillAsync();
        await using var process = new BusProcess(server.AmqpUrl, Address);
        await Eventually.TrueAsync(() => Task.FromResult(process.IsRunning && process.Log.Lines.Any(line => line.StartsWith("Warning 1302", StringComparison.Ordinal))), "the reason");

        await server.StartAgainAsync();
        await process.SendUntilAsync(Report("orders", "1"), () => process.Value("orders") == "1");
        await server.KillAsync();
        await server.StartAgainAsync();
        await process.SendUntilAsync(Report("orders", "2"), () => process.Value("orders") == "2");

        Assert.True(process.IsRunning);
    }

    private static MetricReported Report(string name, string value) => new() { Readings = [new ReportedReading { Name = name, Value = value }] };

    private static bool Told(BusProcess process, string reason) => process.Log.Lines.Any(line => line.Contains(reason, StringComparison.Ordinal));

    private BusProcess Process() => new(fixture.Server.AmqpUrl, Address);

    private async Task UntilAsync(string json, Func<bool> isDone) => await Eventually.TrueAsync(
        async () =>
        {
            await ManageAsync($"exchanges/%2F/{Uri.EscapeDataString(Address)}/publish", new { properties = new { content_type = "application/json" }, routing_key = "", payload = json, payload_encoding = "string" });
            return isDone();
        },
        $"what becomes of {json}");

    private async Task<string?> ErrorsAsync()
    {
        var messages = await ManageAsync($"queues/%2F/{Uri.EscapeDataString(Address)}_error/get", new { count = 100, ackmode = "ack_requeue_true", encoding = "auto" });
        return messages?.ToString() is { Length: > 2 } some ? some : null;
    }

    private async Task<JsonElement?> ManageAsync<T>(string path, T content)
    {
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Server.ManagementUrl, "api/") };
        var login = $"{fixture.Server.User}:{fixture.Server.Password}";
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        using var answer = await http.PostAsJsonAsync(path, content);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
    }
}
