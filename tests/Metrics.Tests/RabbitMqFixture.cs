using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>One broker for all tests that share it, which run one after another; none where none is installed.</summary>
[CollectionDefinition(Name)]
public sealed class RabbitMqFixture : IAsyncLifetime, ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ";

    private RabbitMqServer? _server;

    public RabbitMqServer Server => _server ?? throw new InvalidOperationException(RabbitMqServer.WhyUnavailable);

    public async Task InitializeAsync() => _server = RabbitMqServer.WhyUnavailable is null ? await RabbitMqServer.StartAsync(tls: true) : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
