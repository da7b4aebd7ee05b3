using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Metrics.Tests;

/// <summary>A local cluster with one node and two pods, which aggregates our metrics APIs.</summary>
public sealed class AggregatedCluster : IAsyncLifetime
{
    public const string Token = "let-me-in";

    private const string ServiceHost = "metrics.kube-system.svc";

    private static readonly DescribedKind Deployments = new("apps", "Deployment", "deployments", true);
    private static readonly DescribedKind Nodes = new("", "Node", "nodes", false);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LocalClusterHost _host = new(new LocalClusterOptions
    {
        Tokens = new Dictionary<string, ApiUser> { [Token] = new("jane", ["dev"]) },
    });

    private readonly List<Task> _informers = [];
    private KubeClient _client = null!;
    private X509Certificate2 _certificate = null!;
    private MetricsApiRun _run = null!;
    private Task _work = Task.CompletedTask;

    public MetricTable Table { get; } = new();

    public VirtualTimeProvider Clock { get; } = Some.Clock();

    public string Kubeconfig => Path.Combine(_folder.Path, "kubeconfig");

    public Uri ServerAddress => new($"https://127.0.0.1:{_run.Port}");

    public KubeClient Client => _client;

    public async Task InitializeAsync()
    {
        await _host.StartAsync(default);
        await File.WriteAllTextAsync(Kubeconfig, _host.Kubeconfig());
        _client = new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = Kubeconfig }), new KubeClientOptions());
        await CreateObjectsAsync();
        Fill();
        await ServeAsync();
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_informers);
        await _work;
        await _run.DisposeAsync();
        _certificate.Dispose();
        _client.Dispose();
        await _host.DisposeAsync();
        _end.Dispose();
        _folder.Dispose();
    }

    public async Task<string> KubectlAsync(string arguments)
    {
        var (exitCode, output, errors) = await Kubectl.RunAsync(["--kubeconfig", Kubeconfig, .. arguments.Split(' ')]);
        return exitCode == 0 ? output : $"exit code {exitCode}: {errors}";
    }

    private async Task CreateObjectsAsync()
    {
        await CreateAsync(new("", "v1", "namespaces"), """{"metadata":{"name":"demo"}}""");
        await CreateAsync(KubeRoute.Nodes, """{"metadata":{"name":"node-1"},"status":{"allocatable":{"cpu":"4","memory":"8Gi"}}}""");
        foreach (var name in (string[])["a", "b", "fresh"])
        {
            await CreateAsync(KubeRoute.Pods.In("demo"), $$"""
                {"metadata":{"name":"{{name}}","labels":{"app":"{{name}}"} },"spec":{"containers":[{"name":"app","image":"x"},{"name":"log","image":"x"}]} }
                """);
        }

        await CreateAsync(new KubeRoute("apps", "v1", "deployments").In("demo"), """
            {"metadata":{"name":"web","labels":{"tier":"front"}},"spec":{"selector":{"matchLabels":{"app":"web"}},
            "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"x"}]}}}}
            """);

        // kubectl top reckons shares of what a node can allocate.
        await _client.PatchAsync(
            KubeRoute.Nodes.Of("", "node-1").Sub("status"),
            KubePatch.Merge(Encoding.UTF8.GetBytes("""{"status":{"allocatable":{"cpu":"4","memory":"8Gi"},"capacity":{"cpu":"4","memory":"8Gi"}}}""")),
            KubeJson.Default.Node);
    }

    private Task<byte[]> CreateAsync(KubeRoute route, string json) => _client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));

    private void Fill()
    {
        var window = TimeSpan.FromSeconds(15);
        PodUsage Pod(string name, string cpu) => new(
            "demo", name, Some.Time, window, [Container("app", cpu, "20Mi"), Container("log", "1234567n", "1Mi")]);
        Table.ReplaceNode(new NodePicture(
            "node-1",
            new NodeUsage("node-1", Some.Time, window, Quantity.Parse("500m"), Quantity.Parse("1Gi")),
            [Pod("a", "100m"), Pod("b", "250m")]));
        Table.OpenFeed("test", "depth").Replace([Some.Series("depth", 7, ("queue", "orders")), Some.Series("depth", 9, ("queue", "mails"))]);
        Table.OpenFeed("lost", "width").Fail("lost: connection refused", Some.Time);
        Table.OpenFeed("app", "orders").Replace([Some.Series("orders", 3) with { Reading = Expired(3) }]);
        FillCustom();
    }

    private void FillCustom()
    {
        CustomMetric[] metrics =
        [
            new(DescribedKind.Pod, "http_requests"), new(DescribedKind.Pod, "http_errors"), new(DescribedKind.Namespace, "queue_length"),
            new(Deployments, "lag"), new(Nodes, "load"), new(DescribedKind.Pod, "orders"),
        ];
        Table.OpenCustomFeed(FeedScope.Cluster, "prom", metrics).Replace(
        [
            Custom(DescribedKind.Pod, "a", "http_requests", Value("888m") with { Window = TimeSpan.FromMinutes(1) }),
            Custom(DescribedKind.Pod, "b", "http_requests", Reading.Absent("prom: no sample", Some.Time, "prom")),
            Custom(DescribedKind.Pod, "a", "http_errors", Value("5")) with { Labels = SeriesLabels.Of(("code", "500")) },
            Custom(DescribedKind.Pod, "a", "http_errors", Value("7")) with { Labels = SeriesLabels.Of(("code", "404")) },
            Custom(DescribedKind.Pod, "a", "orders", Expired(3)),
            Custom(DescribedKind.Namespace, "demo", "queue_length", Value("12")),
            Custom(Deployments, "web", "lag", Value("0")),
            Custom(Nodes, "node-1", "load", Value("1500m")),
        ]);
        Table.OpenCustomFeed(FeedScope.Cluster, "lost", new CustomMetric(DescribedKind.Pod, "latency")).Fail("lost: connection refused", Some.Time);
    }

    private static CustomSeries Custom(DescribedKind kind, string name, string metric, Reading reading) =>
        new(new ObjectKey(kind.Group, kind.Kind, kind.IsNamespaced ? "demo" : "", name), metric, reading);

    private static Reading Value(string value) => Reading.Of(Quantity.Parse(value), Some.Time, "prom");

    private static Reading Expired(long value) =>
        Reading.Of(Quantity.FromLong(value), Some.Time.AddSeconds(-12), "app") with { ExpiresAt = Some.Time.AddSeconds(-2) };

    private static ContainerUsage Container(string name, string cpu, string memory) => new(name, Quantity.Parse(cpu), Quantity.Parse(memory));

    public HttpClient ThroughTheApiServer()
    {
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } } };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(_host.AuthorityPem);
        var http = new HttpClient(handler) { BaseAddress = _host.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    public HttpClient Http(string? token = null, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == $"CN={ServiceHost}",
                ClientCertificates = certificate is null ? null : [certificate],
            },
        };
        var http = new HttpClient(handler) { BaseAddress = ServerAddress };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public X509Certificate2 Certificate(ApiUser user)
    {
        var kubeconfig = _host.Kubeconfig(user);
        using var read = X509Certificate2.CreateFromPem(Field("client-certificate-data"), Field("client-key-data"));
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);

        string Field(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(
            kubeconfig.Split('\n').Single(line => line.Contains(name, StringComparison.Ordinal)).Split(": ", 2)[1]));
    }

    private async Task ServeAsync()
    {
        var pods = await FollowAsync(KubeRoute.Pods, KubeJson.Default.Pod);
        var nodes = await FollowAsync(KubeRoute.Nodes, KubeJson.Default.Node);
        _certificate = ServingCertificate.SelfSigned(TimeProvider.System.GetUtcNow(), ServiceHost);
        var services = new KubeRoute("", "v1", "services").In("kube-system");
        await CreateAsync(services, """{"metadata":{"name":"metrics"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}""");
        var options = new MetricsApiRunOptions
        {
            Api = new() { Certificate = () => _certificate, Time = Clock },
            Service = port => new() { Namespace = "kube-system", Name = "metrics", Port = port },
            CaBundle = () => Encoding.UTF8.GetBytes(_certificate.ExportCertificatePem()),
        };
        _run = await MetricsApiRun.StartAsync(Some.ApiTools(_client, Table, pods, nodes), options, default);
        _work = _run.RunAsync(_end.Token);
        await Eventually.TrueAsync(AllAvailableAsync, "available APIServices");
    }

    private async Task<bool> AllAvailableAsync()
    {
        var list = Encoding.UTF8.GetString(await _client.GetRawAsync("/apis/apiregistration.k8s.io/v1/apiservices"));
        return list.Split("\"Passed\"").Length == 5;
    }

    private async Task<ObjectCache<T>> FollowAsync<T>(KubeRoute route, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class, IKubeObject
    {
        var informer = new Informer<T>(
            _client, route, type, new InformerOptions { Random = new Random(1) }, NullLogger<Informer<T>>.Instance);
        _informers.Add(informer.RunAsync(_end.Token));
        await informer.WaitForSyncAsync(default);
        return informer.Cache;
    }
}
