using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class ApiServiceRegistrationTests : IAsyncLifetime
{
    private const string Usage = "v1beta1.metrics.k8s.io";

    private readonly TemporaryFolder _folder = new();
    private readonly LocalClusterHost _host = new(new LocalClusterOptions());
    private readonly CancellationTokenSource _end = new();
    private KubeClient _client = null!;
    private byte[] _bundle = "first"u8.ToArray();

    public async Task InitializeAsync()
    {
        await _host.StartAsync(default);
        var kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _host.Kubeconfig());
        _client = new(KubeConfig.Load(new KubeConfigSource { Path = kubeconfig }), new());
        await _client.CreateRawAsync(KubeRoute.ApiServices, Encoding.UTF8.GetBytes($$"""
            {"metadata":{"name":"{{Usage}}"},"spec":{"group":"metrics.k8s.io","version":"v1beta1","groupPriorityMinimum":100,"versionPriority":100,
            "insecureSkipTLSVerify":true,"service":{"namespace":"kube-system","name":"metrics-server"} } }
            """));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task Run_ServiceOfAnother_IsLeftAloneAndTold()
    {
        await RunAsync(takesOver: false, async registration =>
        {
            Assert.Equal(
                $"{Usage}: belongs to the service kube-system/metrics-server, which is not taken over", registration.WhyNot);
            Assert.Equal("metrics-server", (await FindAsync(Usage))!.Spec.Service!.Name);
            var own = (await FindAsync("v1beta2.custom.metrics.k8s.io"))!.Spec;
            Assert.Equal(("autoscale", 8443, 100, 200), (own.Service!.Name, own.Service.Port, own.GroupPriorityMinimum, own.VersionPriority));
            Assert.Equal(100, (await FindAsync("v1beta1.custom.metrics.k8s.io"))!.Spec.VersionPriority);
            Assert.Null(await FindAsync("v1beta1.external.metrics.k8s.io"));
        });
    }

    [Fact]
    public async Task Run_ThatTakesOver_MakesItOurs()
    {
        await RunAsync(takesOver: true, async registration =>
        {
            var spec = (await FindAsync(Usage))!.Spec;

            Assert.Null(registration.WhyNot);
            Assert.Equal(("autoscale", false, "first"), (spec.Service!.Name, spec.InsecureSkipTLSVerify ?? false, Encoding.UTF8.GetString(spec.CaBundle!)));
        });
    }

    [Fact]
    public async Task Run_WhenSomebodySpoilsIt_IsMended()
    {
        await RunAsync(takesOver: true, async _ =>
        {
            _bundle = "second"u8.ToArray();
            var spoil = KubePatch.Merge("""{"spec":{"caBundle":"eA=="}}"""u8.ToArray());
            await _client.PatchAsync(KubeRoute.ApiServices.Of("", Usage), spoil, KubeJson.Default.ApiService);

            await Eventually.TrueAsync(
                async () => (await FindAsync(Usage))!.Spec.CaBundle.AsSpan().SequenceEqual(_bundle), "the bundle of the day");
        });
    }

    private Task<ApiService?> FindAsync(string name) => _client.FindAsync(KubeRoute.ApiServices.Of("", name), KubeJson.Default.ApiService);

    private async Task RunAsync(bool takesOver, Func<ApiServiceRegistration, Task> look)
    {
        var options = new ApiServiceOptions { Namespace = "autoscale-system", Name = "autoscale", Port = 8443, TakesOver = takesOver };
        using var registration = new ApiServiceRegistration(
            Some.ApiTools(_client, new()), [MetricsApiGroup.Resource, MetricsApiGroup.Custom], options, () => _bundle);
        var work = registration.RunAsync(_end.Token);
        await registration.WaitAsync(default).WaitAsync(TimeSpan.FromMinutes(2));

        await look(registration);

        await _end.CancelAsync();
        await work.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
