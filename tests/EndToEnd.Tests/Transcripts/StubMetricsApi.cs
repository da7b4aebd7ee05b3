using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>Serves what the table of a recorded cluster has as metrics.k8s.io, under the name that the recordings had.</summary>
internal sealed class StubMetricsApi : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly MetricsApiRun _run;
    private readonly Task _work;
    private readonly KubeClient _client;

    private StubMetricsApi(MetricsApiRun run, KubeClient client)
    {
        (_run, _client) = (run, client);
        _work = run.RunAsync(_stopping.Token);
    }

    public static async Task<StubMetricsApi> StartAsync(RecordedCluster cluster)
    {
        var services = cluster.Services;

        // A client of its own: the autoscaler's takes turns with what was recorded.
        var client = new KubeClient(cluster.Config, new());
        var loggers = services.GetRequiredService<ILoggerFactory>();
        await client.CreateRawAsync(new("", "v1", "services", "kube-system"), """
            {"metadata":{"name":"metrics-server"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}
            """u8.ToArray());
        var certificate = ServingCertificate.SelfSigned(TimeProvider.System.GetUtcNow(), "metrics-server.kube-system.svc");
        var tools = new MetricsApiTools(
            client, cluster.Metrics, new(), new(TimeProvider.System, services.GetRequiredService<KubernetesTelemetry>(), loggers.CreateLogger<ControlLoop>()), loggers)
        {
            Pods = services.GetRequiredService<Informer<Pod>>().Cache,
            Nodes = new(""),
            Telemetry = new(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        };
        var options = new MetricsApiRunOptions
        {
            Api = new() { Certificate = () => certificate, Groups = [MetricsApiGroup.Resource] },
            Service = port => new() { Namespace = "kube-system", Name = "metrics-server", Port = port },
            CaBundle = () => Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()),
        };
        var stub = new StubMetricsApi(await MetricsApiRun.StartAsync(tools, options, default), client);
        await stub._run.WaitForRegistrationAsync(default);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ContinueWith(_ => { }, TaskScheduler.Default);
        await _run.DisposeAsync();
        _client.Dispose();
        _stopping.Dispose();
    }
}
