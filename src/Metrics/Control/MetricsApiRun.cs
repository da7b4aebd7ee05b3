using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Apis;

namespace Autoscale.Metrics.Control;

/// <summary>The metrics APIs of one process: the server, whom it lets in, and its registration.</summary>
public sealed class MetricsApiRun : IAsyncDisposable
{
    private readonly RequestGate _gate;
    private readonly MetricsApiServer _server;
    private readonly MetricDemand _demand;
    private readonly ApiServiceRegistration? _registration;

    private MetricsApiRun(RequestGate gate, MetricsApiServer server, MetricDemand demand, ApiServiceRegistration? registration)
    {
        (_gate, _server, _demand, _registration) = (gate, server, demand, registration);
    }

    /// <summary>The port in use.</summary>
    public int Port => _server.Port;

    /// <summary>What makes the APIs known to the API server; null when others do.</summary>
    public ApiServiceRegistration? Registration => _registration;

    /// <summary>Why the APIs do not answer those who ask through the API server; null when they do, as far as they are ours.</summary>
    public string? WhyNotReady => _gate.Problem ?? (_registration is { IsSettled: false } ? _registration.WhyNot : null);

    /// <summary>Begins to listen, before anything of it runs; throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<MetricsApiRun> StartAsync(MetricsApiTools tools, MetricsApiRunOptions options, CancellationToken cancellationToken)
    {
        var gate = new RequestGate(tools.Client, tools.Time, tools.Loggers);
        var demand = new MetricDemand(tools.Table, tools.Interest, tools.Time);
        var server = await MetricsApiServer.StartAsync(tools, gate, demand, options.Api, cancellationToken);
        var registration = options.Service is { } service
            ? new ApiServiceRegistration(tools, options.Api.Groups, service(server.Port), options.CaBundle)
            : null;
        return new(gate, server, demand, registration);
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        List<NamedLoop> loops = [new("the gate of the metrics APIs", _gate.RunAsync), new("the demand of the metrics APIs", _demand.RunAsync)];
        if (_registration is not null)
        {
            loops.Add(new("the registration of the metrics APIs", RegisterAsync));
        }

        return Together.RunAsync(loops, cancellationToken);
    }

    /// <summary>Returns when the APIServices lead here, as far as they may.</summary>
    public Task WaitForRegistrationAsync(CancellationToken cancellationToken) =>
        _registration?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _registration?.Dispose();
    }

    // The API server asks as soon as it is told to, and must be known by then.
    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (_registration is { } registration)
        {
            await _gate.WaitForSyncAsync(cancellationToken);
            await registration.RunAsync(cancellationToken);
        }
    }
}
