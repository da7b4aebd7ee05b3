using System.Net;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Admission.Tests.Certificates;

/// <summary>A whole replica of the webhook: its server, and the upkeep of what that serves with.</summary>
internal sealed class ServedReplica : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly UpkeepReplica _upkeep;
    private AdmissionServer _server = null!;

    private ServedReplica(KubeClient client, Uri address, CertificateTerms terms)
    {
        var policy = UpkeepReplica.OfPods;
        _provider = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IAdmissionPolicy>(policy)
            .AddAdmission(new AdmissionOptions())
            .BuildServiceProvider();
        _upkeep = new(client, TimeProvider.System, UpkeepReplica.Registration with { Address = WebhookAddress.Of(address) }, terms, policy);
    }

    public CertificateKeeper Keeper => _upkeep.Keeper;

    public int Port => _server.Port;

    /// <summary>Serves at the port of its own, and registers the address at which API servers are to ask.</summary>
    public static async Task<ServedReplica> StartAsync(KubeClient client, Uri address, int port, CertificateTerms terms)
    {
        var replica = new ServedReplica(client, address, terms);
        replica._server = await AdmissionServer.StartAsync(
            replica._provider.GetRequiredService<AdmissionEndpoint>(),
            new() { Listen = new(IPAddress.Loopback, port) },
            () => replica.Keeper.Serving,
            CancellationToken.None);
        await replica.Keeper.WaitAsync(CancellationToken.None);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }
}
