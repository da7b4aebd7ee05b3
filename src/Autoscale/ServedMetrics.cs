using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale;

/// <summary>The metrics APIs of one process, served to a cluster with certificates that all replicas share.</summary>
internal sealed class ServedMetrics : IAsyncDisposable
{
    private readonly MetricsApiRun _apis;
    private readonly CertificateKeeper? _keeper;

    private ServedMetrics(MetricsApiRun apis, CertificateKeeper? keeper) => (_apis, _keeper) = (apis, keeper);

    /// <summary>What must run as long as this does.</summary>
    public IReadOnlyList<NamedLoop> Loops =>
    [
        new("the metrics APIs", _apis.RunAsync),
        .. _keeper is null ? Array.Empty<NamedLoop>() : [new("the certificates of the metrics APIs", _keeper.RunAsync)],
    ];

    /// <summary>Why the APIs do not answer those who ask through the API server; null when they do.</summary>
    public string? WhyNotReady => _keeper is { Serving: null } ? "there is no certificate to serve metrics with yet" : _apis.WhyNotReady;

    /// <summary>Begins to listen, before anything of it runs; throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<ServedMetrics> StartAsync(IServiceProvider services, ServingSettings settings, CancellationToken cancellationToken)
    {
        CertificateKeeper? keeper = null;
        var apis = await MetricsApiRun.StartAsync(
            MetricsRun.ToolsOf(services),
            new()
            {
                Api = new() { Certificate = () => keeper?.Serving, Listen = settings.Listen, Groups = settings.Groups, Time = Composition.Clock },
                Service = _ => settings.Service,
                CaBundle = () => keeper?.CaBundle,
            },
            cancellationToken);
        if (apis.Registration is { } registration)
        {
            var terms = new CertificateTerms([$"{settings.Service.Name}.{settings.Service.Namespace}.svc"]);
            keeper = new(
                services.GetRequiredService<KubeClient>(),
                settings.Certificates with { Terms = terms },
                new ApiServiceTrust(registration),
                services.GetRequiredService<UpkeepServices>());
            keeper.Subscribe(registration.Refresh);
        }

        return new(apis, keeper);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _apis.DisposeAsync();
        _keeper?.Dispose();
    }
}
