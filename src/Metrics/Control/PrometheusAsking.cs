using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>How everything that one source asks is asked: which server, as whom, how often.</summary>
internal sealed record PrometheusAsking(
    PrometheusClient Client, SourceSettings Settings, SourceConnection Connection, Func<SourcePace> Pace, SourceTools Tools)
{
    /// <summary>The options of a loop that reads and fails as told.</summary>
    public SourceLoopOptions Options(Func<CancellationToken, Task<SourceAnswer>> readAsync, Action<string, DateTimeOffset> fail) => new()
    {
        Kind = "prometheus",
        Settings = Settings,
        Connection = Connection,
        ReadAsync = readAsync,
        Fail = fail,
        Pace = Pace,
        Gate = Client.Gate,
    };

    /// <summary>The answer to an instant query, which the server gives up when we do.</summary>
    public Task<PrometheusAnswer> QueryAsync(string query, CancellationToken cancellationToken) =>
        Client.QueryAsync(query, Settings.EffectiveDeadline, cancellationToken);
}
