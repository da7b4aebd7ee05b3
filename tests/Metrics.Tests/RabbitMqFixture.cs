using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>One broker for all tests of a class; none where none is installed.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private RabbitMqServer? _server;

    public RabbitMqServer Server => _server ?? throw new InvalidOperationException(RabbitMqServer.WhyUnavailable);

    public async Task InitializeAsync() => _server = RabbitMqServer.WhyUnavailable is null ? await RabbitMqServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
