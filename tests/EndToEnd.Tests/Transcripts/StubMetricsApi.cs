using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>Serves what the table of a recorded cluster has as metrics.k8s.io, under the name that the recordings had.</summary>
internal static class StubMetricsApi
{

    public static async Task<MetricsApiServer> StartAsync(RecordedCluster cluster)
    {
        var client = cluster.Services.GetRequiredService<KubeClient>();
        var pods = cluster.Services.GetRequiredService<Informer<Pod>>();
        var nodes = new Informer<Node>(
            client, KubeRoute.Nodes, KubeJson.Default.Node, new InformerOptions { Random = new Random(1) },
            cluster.Services.GetRequiredService<ILogger<Informer<Node>>>());
        var certificate = ServingCertificate.SelfSigned(TimeProvider.System.GetUtcNow(), "metrics-server.kube-system.svc");
        var authority = X509Certificate2.CreateFromPem(cluster.Host.AuthorityPem);
        var server = await MetricsApiServer.StartAsync(
            cluster.Metrics, pods.Cache, nodes.Cache, new() { Certificate = certificate, FrontProxy = new() { ClientAuthority = authority } }, default);
        await CreateAsync(client, new("", "v1", "services", "kube-system"), """
            {"metadata":{"name":"metrics-server"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}
            """);
        await CreateAsync(client, new("apiregistration.k8s.io", "v1", "apiservices"), $$"""
            {"metadata":{"name":"v1beta1.metrics.k8s.io"},"spec":{"group":"metrics.k8s.io","version":"v1beta1","groupPriorityMinimum":100,
            "versionPriority":100,"service":{"namespace":"kube-system","name":"metrics-server","port":{{server.Port}} },
            "caBundle":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()))}}"} }
            """);
        return server;
    }

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, string json) =>
        client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));
}
