using System.Net;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>What <c>local</c> and <c>run</c> do to a cluster, and what they leave alone.</summary>
public sealed class LocalTests
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Local_Kubeconfig_IsItsOwnersAlone()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");

        Assert.Equal(OwnersAlone, ModeOf(local.Kubeconfig));
    }

    [Fact]
    public async Task Local_KubeconfigThatOthersMayRead_BecomesItsOwnersAlone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "k");
        await File.WriteAllTextAsync(path, "");
        SetMode(path, OwnersAlone | UnixFileMode.OtherRead);

        using var local = AutoscaleProcess.Start("local", "--controllers=false", "--kubeconfig", path);
        await local.SaysAsync("Ctrl-C ends it", Limit);

        Assert.Equal(OwnersAlone, ModeOf(path));
    }

    [Fact]
    public async Task Local_KubeconfigOfAnEarlierLocalCluster_IsReplaced()
    {
        using var first = await LocalProcess.StartAsync("--controllers=false");
        var before = await File.ReadAllTextAsync(first.Kubeconfig);

        using var second = AutoscaleProcess.Start("local", "--controllers=false", "--kubeconfig", first.Kubeconfig);
        await second.SaysAsync("Ctrl-C ends it", Limit);

        Assert.NotEqual(before, await File.ReadAllTextAsync(first.Kubeconfig));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("demo")]
    public async Task Start_KubeconfigOfAnotherCluster_IsLeftAlone(string command)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "k");
        await File.WriteAllTextAsync(path, "clusters: [{name: production, cluster: {server: \"https://10.0.0.1\"}}]\n");

        using var program = AutoscaleProcess.Start(command, "--kubeconfig", path);

        Assert.Equal(1, await program.ExitAsync(Limit));
        Assert.Contains("is left as it is", program.Output, StringComparison.Ordinal);
        Assert.Contains("production", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_WithoutControllers_ServesWithoutMetricsApis()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");

        var services = await Objects.ReadAsync(local.Client, "/apis/apiregistration.k8s.io/v1/apiservices");

        Assert.DoesNotContain("metrics.k8s.io", services.ToJsonString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<KubeError>(() => local.Client.GetRawAsync("/apis/metrics.k8s.io/v1beta1/nodes"));
    }

    [Fact]
    public async Task Run_UnlessToldToAct_DecidesAndWritesNothing()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        await BusyAsync(local.Client);
        var before = await VersionsAsync(local.Client);

        using var run = AutoscaleProcess.Start("run", "--kubeconfig", local.Kubeconfig, "--scrape-period", "1", "--sync-period", "1");
        await run.SaysAsync("default/web Deployment/web: 1 → 4", Limit);

        Assert.Equal(before, await VersionsAsync(local.Client));
        var events = await Objects.ReadAsync(local.Client, "/api/v1/namespaces/default/events");
        Assert.DoesNotContain("horizontal-pod-autoscaler", events.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ObservingAndAskedForEvents_RecordsThemUnderANameOfItsOwn()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        await BusyAsync(local.Client);
        var before = await VersionsAsync(local.Client);

        using var run = AutoscaleProcess.Start(
            "run", "--kubeconfig", local.Kubeconfig, "--scrape-period", "1", "--sync-period", "1", "--observe-events");
        await Eventually.TrueAsync(
            async () => (await Objects.ReadAsync(local.Client, "/api/v1/namespaces/default/events")).ToJsonString()
                .Contains("autoscale-observer", StringComparison.Ordinal),
            "an event of the observer",
            Limit);

        Assert.Equal(before, await VersionsAsync(local.Client));
    }

    [Fact]
    public async Task Run_ToldToAct_Scales()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        await BusyAsync(local.Client);

        using var run = AutoscaleProcess.Start(
            "run", "--kubeconfig", local.Kubeconfig, "--horizontal=active", "--scrape-period", "1", "--sync-period", "1");

        await Eventually.TrueAsync(async () => await Objects.ReplicasAsync(local.Client, "web") == 4, "four replicas", Limit);
    }

    [Fact]
    public async Task Run_BrokerDoesNotAnswer_HoldsAndSaysWhyWithoutThePassword()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        await Objects.DeployAsync(local.Client, "web", 3);
        await Objects.AutoscaleAsync(local.Client, "web", (1, 10), Objects.QueueMetric("orders", 10));

        using var run = AutoscaleProcess.Start(
            "run", "--kubeconfig", local.Kubeconfig, "--horizontal=active", "--sync-period", "1", "--broker", "amqp://me:secret@127.0.0.1:1");
        var why = await Eventually.GetAsync(
            async () => (await Objects.AutoscalerAsync(local.Client, "web")).Status.Conditions
                .FirstOrDefault(condition => condition.Reason == "FailedGetExternalMetric")?.Message,
            "a reason",
            Limit);

        Assert.Contains("127.0.0.1", why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", why + run.Output, StringComparison.Ordinal);
        Assert.Equal(3, await Objects.ReplicasAsync(local.Client, "web"));
    }

    [Fact]
    public async Task Run_Listening_ServesMetricsAndReadiness()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        await BusyAsync(local.Client);
        var port = FreePort.Take();
        using var run = AutoscaleProcess.Start(
            "run", "--kubeconfig", local.Kubeconfig, "--sync-period", "1", "--listen", $"127.0.0.1:{port}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await run.SaysAsync("default/web", Limit);

        var metrics = await http.GetStringAsync("/metrics");

        Assert.Equal("ok", await http.GetStringAsync("/readyz"));
        Assert.Contains("horizontal_pod_autoscaler_controller_reconciliations_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("horizontal_pod_autoscaler_controller_metric_computation_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("horizontal_pod_autoscaler_controller_num_horizontal_pod_autoscalers 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SwitchedOff_IsReadyAndDecidesNothing()
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        var port = FreePort.Take();
        using var run = AutoscaleProcess.Start(
            "run", "--kubeconfig", local.Kubeconfig, "--horizontal=off", "--listen", $"127.0.0.1:{port}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await run.SaysAsync("is off", Limit);

        await Eventually.TrueAsync(async () => (await http.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK, "ready", Limit);

        Assert.DoesNotContain("default/", run.Output);
    }

    // One pod at 180 % against a target of 50 % asks for 3.6 pods: four, also when a measurement is off by a tenth. The autoscaler
    // is made only when the Deployment has come to rest.
    private static async Task BusyAsync(KubeClient client)
    {
        await Objects.DeployAsync(client, "web", 1, new JsonObject { ["autoscale.local/usage"] = "cpu=180m,memory=30Mi" });
        await Eventually.TrueAsync(async () => await Objects.AvailableAsync(client, "web") == 1, "the pod", Limit);
        await Objects.AutoscaleAsync(client, "web", (1, 10), Objects.CpuMetric(50));
    }

    // Windows has no such modes, and nothing to prove.
    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? OwnersAlone : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task<(string?, string?)> VersionsAsync(KubeClient client) => (
        (await Objects.AutoscalerAsync(client, "web")).Metadata.ResourceVersion,
        (await Objects.DeploymentAsync(client, "web"))["metadata"]?["resourceVersion"]?.GetValue<string>());
}
