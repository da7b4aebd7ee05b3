using System.Diagnostics.Metrics;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Admission.Tests;

/// <summary>The certificates of one replica of the webhook, kept until it is disposed.</summary>
internal sealed class UpkeepReplica : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Task _running;

    public UpkeepReplica(UpkeepCluster cluster, TimeProvider clock, CertificateTerms terms)
    {
        var meters = _provider.GetRequiredService<IMeterFactory>();
        var services = new UpkeepServices(clock, new Random(1), new KubernetesTelemetry(meters), new AdmissionTelemetry(meters), NullLoggerFactory.Instance);
        var options = new CertificateOptions
        {
            Namespace = "default",
            Terms = terms,
            CheckInterval = TimeSpan.FromMilliseconds(20),
            Settle = TimeSpan.FromMilliseconds(100),
        };
        var configurations = new WebhookConfigurations(cluster.Client, "autoscale-governance", services);
        Keeper = new CertificateKeeper(cluster.Client, options, configurations, services);
        _running = Together.RunAsync([.. configurations.Loops, new("the keeper", Keeper.RunAsync)], _end.Token);
    }

    public static CertificateTerms Terms { get; } = new(["127.0.0.1"])
    {
        ServingLifetime = TimeSpan.FromDays(10),
        AuthorityLifetime = TimeSpan.FromDays(100),
    };

    public CertificateKeeper Keeper { get; }

    public IMeterFactory Meters => _provider.GetRequiredService<IMeterFactory>();

    public static async Task<UpkeepReplica> StartAsync(UpkeepCluster cluster, TimeProvider clock)
    {
        var replica = new UpkeepReplica(cluster, clock, Terms);
        await replica.Keeper.WaitAsync(CancellationToken.None);
        return replica;
    }

    public Task ServesAsync(WebhookCertificate certificate, string description) => Eventually.TrueAsync(
        () => Task.FromResult(Keeper.Serving?.Thumbprint == certificate.Serving.Certificate.Thumbprint), description);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        Keeper.Dispose();
        _end.Dispose();
        await _provider.DisposeAsync();
    }
}
