using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>A local cluster without nodes is an API server with its controllers, as the recorded sessions had it.</summary>
public sealed class BareClusterTests
{
    [KubectlFact]
    public async Task Local_WithoutNodes_PodsStayPendingAndNothingIsMeasured()
    {
        using var local = await LocalProcess.StartAsync("--nodes", "0");
        await Kubectl.RunAsync("--kubeconfig", local.Kubeconfig, "create", "deployment", "web", "--image=nginx");
        await Kubectl.RunAsync("--kubeconfig", local.Kubeconfig, "autoscale", "deployment", "web", "--max=3", "--cpu-percent=50");

        await Eventually.TrueAsync(async () => (await DescribeAsync(local, "hpa/web")).Contains(
            "the server could not find the requested resource (get pods.metrics.k8s.io)", StringComparison.Ordinal), "the absence of resource metrics");

        Assert.Contains("Events:                      <none>", await DescribeAsync(local, "pods"), StringComparison.Ordinal);
        var (code, _, errors) = await Kubectl.RunAsync("--kubeconfig", local.Kubeconfig, "top", "pods");
        Assert.Equal(1, code);
        Assert.Contains("Metrics API not available", errors, StringComparison.Ordinal);
    }

    private static async Task<string> DescribeAsync(LocalProcess local, string what) =>
        (await Kubectl.RunAsync("--kubeconfig", local.Kubeconfig, "describe", what)).Output;
}
