using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Workloads;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale;

/// <summary>A running local cluster: its API, its nodes and its broker.</summary>
internal sealed class LocalRun : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private LocalRun(ServiceProvider services)
    {
        _services = services;
        Host = services.GetRequiredService<LocalClusterHost>();
        Broker = services.GetRequiredService<IWorkBroker>();
        Runtime = services.GetRequiredService<ClusterRuntime>();
    }

    /// <summary>The API.</summary>
    public LocalClusterHost Host { get; }

    /// <summary>Where queue workers take their messages from.</summary>
    public IWorkBroker Broker { get; }

    /// <summary>Controllers, nodes and pods.</summary>
    public ClusterRuntime Runtime { get; }

    /// <summary>Connects the broker, then serves the API and starts the nodes; throws when the broker does not answer or the port is taken.</summary>
    public static async Task<LocalRun> StartAsync(LocalSettings settings, CancellationToken cancellationToken)
    {
        var run = new LocalRun(Composition.LocalCluster(settings));
        try
        {
            await run.Broker.ConnectAsync(cancellationToken);
            await run.Host.StartAsync(cancellationToken);
            run.Runtime.Start();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the administrator's kubeconfig, readable by its owner alone; throws where that would replace another cluster's.</summary>
    public Task WriteKubeconfigAsync(string path, CancellationToken cancellationToken) =>
        LocalKubeconfig.WriteAsync(path, Host.Kubeconfig(), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
