using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>A source that reads a real broker when a test asks it to, and what is in the table then.</summary>
internal sealed class BrokerReading : IAsyncDisposable
{
    private readonly MetricTable _table = new();

    public BrokerReading(RabbitMqServer server, Func<RabbitMqSourceOptions, RabbitMqSourceOptions>? with = null, TimeProvider? time = null)
    {
        var options = new RabbitMqSourceOptions
        {
            Address = $"amqp://localhost:{server.Port}",
            Management = server.ManagementUrl.ToString(),
            Connection = new SourceConnection { User = server.User, Password = server.Password },
        };
        Source = new(with?.Invoke(options) ?? options, new SourceSettings { Name = "broker" }, _table, Some.Tools(time));
    }

    public RabbitMqSource Source { get; }

    public MetricTable Table => _table;

    /// <summary>Reads the broker, its statistics too, and says the one value or the reason; null where there is no series.</summary>
    public async Task<string?> ReadAsync(string metric, string selector = "")
    {
        await Source.AskAsync(true, default);
        return Now(metric, selector);
    }

    public string? Now(string metric, string selector = "")
    {
        var answer = _table.FindExternal("any", metric, LabelSelector.Parse(selector), Some.Time);
        return answer.Absence ?? (answer.Series.Count == 1 ? answer.Series[0].Reading.Value.ToString() : null);
    }

    public Task UntilAsync(string metric, string selector, Func<string?, bool> claim) =>
        Eventually.TrueAsync(async () => claim(await ReadAsync(metric, selector)), $"a value of {metric}", TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
