using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>A namespace with a Deployment "web" of one replica, whose autoscaler and sources a test declares with kubectl.</summary>
internal sealed class MetricScene : IAsyncDisposable
{
    // It ends what hangs: the tests may share the machine with many others.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // It scales at once, and does not wait for its turn to look again.
    private const string Autoscaler = """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, annotations: {autoscale.dev/sync-period: 1s}}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 1
          maxReplicas: 8
          behavior:
            scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 100, periodSeconds: 1}]}
            scaleDown: {stabilizationWindowSeconds: 0, policies: [{type: Percent, value: 100, periodSeconds: 1}]}
          metrics:
          - METRIC
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata:
              labels: {app: web}
              annotations: {autoscale.local/usage: "cpu=10m,memory=20Mi", autoscale.local/startup-delay: 100ms}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: main, image: "registry.k8s.io/pause:3.10", resources: {requests: {cpu: 50m, memory: 32Mi}}}
              - {name: side, image: "registry.k8s.io/pause:3.10", resources: {requests: {cpu: 50m, memory: 32Mi}}}
        """;

    private readonly MetricCluster _cluster;
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };

    private MetricScene(MetricCluster cluster, string ns) => (_cluster, Namespace) = (cluster, ns);

    public string Namespace { get; }

    private KubeClient Client => _cluster.Local.Client;

    /// <summary>Makes the namespace, and the Deployment with the usage of its containers, e.g. "cpu=100m" of all, "cpu=100m" of "side".</summary>
    public static async Task<MetricScene> StartAsync(MetricCluster cluster, string ns, string usage = "autoscale.local/usage: \"cpu=10m,memory=20Mi\"")
    {
        var scene = new MetricScene(cluster, ns);
        await scene.KubectlAsync("create", "namespace", ns);
        await scene.ApplyAsync(Deployment.Replace("autoscale.local/usage: \"cpu=10m,memory=20Mi\"", usage, StringComparison.Ordinal));
        return scene;
    }

    /// <summary>Declares objects in YAML.</summary>
    public async Task ApplyAsync(string yaml)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, yaml);
        await KubectlAsync("apply", "-f", path);
    }

    /// <summary>Declares the autoscaler with its one metric, in YAML's flow style.</summary>
    public Task AutoscaleAsync(string metric) => ApplyAsync(Autoscaler.Replace("METRIC", metric, StringComparison.Ordinal));

    /// <summary>Declares a Secret.</summary>
    public Task KeepAsync(string name, params (string Key, string Value)[] secrets) => ApplyAsync($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{name}}}
        data: { {{string.Join(", ", secrets.Select(one => $"{one.Key}: {Convert.ToBase64String(Encoding.UTF8.GetBytes(one.Value))}"))}} }
        """);

    /// <summary>Declares a MetricSource "source" with what follows spec in YAML, and waits until it is read.</summary>
    public async Task SourceAsync(string spec, string reason = "Reading")
    {
        await ApplyAsync($"apiVersion: autoscale.dev/v1alpha1\nkind: MetricSource\nmetadata: {{name: source}}\nspec:\n{spec}");
        await SourceIsAsync(reason);
    }

    /// <summary>Waits until the source is Ready for that reason, or isn't; returns its message.</summary>
    public Task<string> SourceIsAsync(string reason) => Eventually.GetAsync(
        async () => Condition(await ReadAsync("/apis/autoscale.dev/v1alpha1", "metricsources/source"), "Ready", reason),
        $"{reason} of the source of {Namespace}",
        Limit);

    /// <summary>Reports readings, in JSON, as an application does.</summary>
    public async Task<HttpStatusCode> ReportAsync(string token, string readings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _cluster.Reports);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent($$"""{"readings":[{{readings}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    public Task ReplicasAsync(int replicas) => Eventually.TrueAsync(
        async () => await ReplicasNowAsync() == replicas, $"{replicas} replicas in {Namespace}", Limit);

    /// <summary>The pods of the Deployment, once one runs.</summary>
    public Task<string> PodAsync() => Eventually.GetAsync(
        async () => (string?)(await ReadAsync("/api/v1", "pods"))["items"]!.AsArray()
            .FirstOrDefault(pod => (string?)pod!["status"]?["phase"] == "Running")?["metadata"]!["name"],
        $"a pod of {Namespace}",
        Limit);

    /// <summary>Waits until <c>kubectl get --raw</c> answers with what matches.</summary>
    public Task<string> RawAsync(string path, string pattern) => MatchesAsync(pattern, "get", "--raw", path);

    /// <summary>Waits until <c>kubectl describe</c> prints what matches.</summary>
    public Task<string> DescribesAsync(string kind, string name, string pattern) => MatchesAsync(pattern, "describe", kind, name, "-n", Namespace);

    /// <summary>
    /// Waits until the autoscaler says, as Kubernetes' does, that a metric cannot be read for a reason; then its replicas must be as many
    /// as before.
    /// </summary>
    public async Task HoldsAsync(int replicas, string reason, string message)
    {
        await DescribesAsync("hpa", "web", $@"ScalingActive +False +{reason} +the HPA was unable to compute the replica count: {message}\n");
        await DescribesAsync("hpa", "web", $@"Warning +{reason} .* horizontal-pod-autoscaler +{message}\n");
        await DescribesAsync("hpa", "web", @"Warning +FailedComputeMetricsReplicas .* horizontal-pod-autoscaler +invalid metrics \(1 invalid out of 1\), first error is: ");
        Assert.Equal(replicas, await ReplicasNowAsync());
    }

    /// <summary>Every size that the autoscaler ever chose, as its events tell, from small to large.</summary>
    public async Task<IReadOnlyList<int>> SizesAsync() =>
    [
        .. (await ReadAsync("/api/v1", "events"))["items"]!.AsArray()
            .Where(told => (string?)told!["reason"] == "SuccessfulRescale")
            .Select(told => int.Parse(Regex.Match((string)told!["message"]!, @"^New size: (\d+);").Groups[1].ValueSpan, provider: null))
            .Order(),
    ];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Dispose();
        await Client.DeleteAsync(KubeRoute.Namespaces.Of("", Namespace));
    }

    private static string? Condition(JsonNode value, string type, string reason) =>
        (string?)value["status"]?["conditions"]?.AsArray()
            .FirstOrDefault(one => (string?)one!["type"] == type && (string?)one["reason"] == reason)?["message"];

    private async Task<int> ReplicasNowAsync() => (int)(await ReadAsync("/apis/apps/v1", "deployments/web"))["spec"]!["replicas"]!;

    private Task<JsonNode> ReadAsync(string group, string path) => Objects.ReadAsync(Client, $"{group}/namespaces/{Namespace}/{path}");

    private async Task<string> MatchesAsync(string pattern, params string[] arguments)
    {
        var last = "";
        try
        {
            return await Eventually.GetAsync(
                async () =>
                {
                    var (_, output, errors) = await Kubectl.RunAsync(["--kubeconfig", _cluster.Local.Kubeconfig, .. arguments]);
                    last = output + errors;
                    return Regex.IsMatch(last, pattern) ? last : null;
                },
                $"kubectl {string.Join(' ', arguments)} matching {pattern}",
                Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; it said last:\n{last}", late);
        }
    }

    private async Task KubectlAsync(params string[] arguments)
    {
        var (code, output, errors) = await Kubectl.RunAsync(["--kubeconfig", _cluster.Local.Kubeconfig, "-n", Namespace, .. arguments]);
        Assert.True(code == 0, output + errors);
    }
}
