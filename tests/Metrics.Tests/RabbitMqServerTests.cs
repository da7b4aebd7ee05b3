using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class RabbitMqServerTests
{
    [RabbitMqFact]
    public async Task StartAgainAsync_AfterAKill_FindsQueuesAndMessagesOnTheSamePorts()
    {
        await using var server = await RabbitMqServer.StartAsync(tls: true);
        await server.DeclareAsync("orders");
        await server.PublishAsync("orders");

        await server.KillAsync();
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(server.Port));
        await server.StartAgainAsync();
        await ConnectAsync(server.TlsPort!.Value);

        await Eventually.TrueAsync(
            async () => (await QueuesAsync(server)).Contains("\"messages\":1,", StringComparison.Ordinal), "the stored message");
    }

    private static async Task ConnectAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
    }

    private static async Task<string> QueuesAsync(RabbitMqServer server)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.User}:{server.Password}")));
        return await http.GetStringAsync(new Uri(server.ManagementUrl, "api/queues?disable_stats=true&enable_queue_totals=true"));
    }
}
