using Autoscale.Testing;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>One Prometheus for all tests of a class, with some series; none where none is installed.</summary>
public sealed class PrometheusFixture : IAsyncLifetime
{
    public const string Exposition = """
        depth{queue="orders"} 7
        depth{queue="mails"} 3
        requests{namespace="shop",pod="web-1",path="x"} 4
        requests{namespace="shop",pod="web-1",path="y"} 1
        requests{namespace="web",pod="web-1",path="x"} 8
        labels{text="ü \"漢\" \\ 😀\n"} 1
        """;

    private PrometheusServer? _server;

    public PrometheusServer Server => _server ?? throw new InvalidOperationException(PrometheusServer.WhyUnavailable);

    public async Task InitializeAsync()
    {
        if (PrometheusServer.WhyUnavailable is null)
        {
            _server = await PrometheusServer.StartAsync(Exposition);
            await _server.HasAsync("labels");
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
