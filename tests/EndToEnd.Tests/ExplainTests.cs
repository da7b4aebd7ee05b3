using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;

namespace Autoscale.EndToEnd.Tests;

/// <summary><c>autoscale explain</c> as a user runs it; what it prints is tested with its texts.</summary>
public sealed class ExplainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ExplainVpa_TellsByTheExitCodeWhetherThereIsOne()
    {
        using var folder = new TemporaryFolder();
        await using var host = new LocalClusterHost(new LocalClusterOptions());
        await host.StartAsync(default);
        var path = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, host.Kubeconfig());
        using var client = new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = path }), new KubeClientOptions());

        await EndsAsync(1, "the cluster does not know VerticalPodAutoscaler in version autoscaling.k8s.io/v1, which kubectl apply -k deploy/crds/vertical defines", path);
        await CustomResources.InstallAsync(client, default);
        await EndsAsync(1, "autoscale: verticalpodautoscalers.autoscaling.k8s.io \"web\" not found", path);
        await client.CreateRawAsync(
            VerticalPodAutoscaler.Route.In("default"), Encoding.UTF8.GetBytes("""{"metadata":{"name":"web"},"spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}}"""));
        await EndsAsync(0, "Target:    Cannot read targetRef. Reason: Deployment default/web does not exist", path);
        await client.CreateRawAsync(KubeRoute.Namespaces, Encoding.UTF8.GetBytes("""{"metadata":{"name":"autoscale-system"}}"""));
        await client.CreateRawAsync(
            AdmissionLease.RouteOf("autoscale-system") with { Name = "" },
            Encoding.UTF8.GetBytes("""{"metadata":{"name":"vpa-admission-controller"},"spec":{"renewTime":"2026-01-01T00:00:00.000000Z"}}"""));
        await EndsAsync(0, " last seen ", path);
    }

    private static async Task EndsAsync(int code, string said, string kubeconfig)
    {
        using var program = AutoscaleProcess.Start("explain", "vpa", "web", "--kubeconfig", kubeconfig);

        Assert.Equal(code, await program.ExitAsync(Limit));
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }
}
