using System.Net;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;
using YamlDotNet.RepresentationModel;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Runs the program with the very arguments that the manifests in deploy give it, but for the port and the kubeconfig.</summary>
public sealed class DeployedArgumentsTests : IAsyncLifetime
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);
    private static readonly string[] Registered = ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"];

    private readonly LocalClusterHost _cluster = new(new LocalClusterOptions());
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort.Take();

    private string Kubeconfig => Path.Combine(_folder.Path, "config");

    public async Task InitializeAsync()
    {
        await _cluster.StartAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Kubeconfig, _cluster.Kubeconfig());
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("observe", "observes")]
    [InlineData("active", "acts")]
    public async Task Run_WithTheArgumentsOfAnOverlay_BecomesReadyAndEndsOnSigterm(string overlay, string does)
    {
        var arguments = Arguments("base").Select(one => one.Replace("0.0.0.0:8080", $"127.0.0.1:{_port}").Replace("=observe", $"={overlay}"));
        using var program = AutoscaleProcess.Start([.. arguments, $"--kubeconfig={Kubeconfig}"]);
        await program.SaysAsync(does);

        await Eventually.TrueAsync(async () => await StatusAsync("readyz") == HttpStatusCode.OK, "ready");
        var exposed = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/metrics"));
        program.Signal("TERM");

        Assert.Contains("\nhorizontal_pod_autoscaler_controller_num_horizontal_pod_autoscalers 0\n", exposed);
        Assert.Equal(0, await program.ExitAsync(StopLimit));
    }

    [Fact]
    public async Task Run_TwoReplicas_TheSecondActsWhenTheFirstIsTerminated()
    {
        string[] arguments = ["run", "--horizontal=observe", $"--kubeconfig={Kubeconfig}", "--lease-namespace=default"];
        using var first = AutoscaleProcess.Start(arguments);
        await first.SaysAsync("leads by the lease");
        using var second = AutoscaleProcess.Start(arguments);
        await second.SaysAsync("observes");
        Assert.DoesNotContain("leads by the lease", second.Output);

        first.Signal("TERM");

        Assert.Equal(0, await first.ExitAsync(StopLimit));
        await second.SaysAsync("leads by the lease", TimeSpan.FromSeconds(60));
        second.Signal("TERM");
        Assert.Equal(0, await second.ExitAsync(StopLimit));
    }

    [Theory]
    [InlineData("advise", "warned of")]
    [InlineData("enforce", "are enforced")]
    public async Task Run_WithTheArgumentsOfGovernance_RegistersAndGoverns(string mode, string does)
    {
        var port = FreePort.Take();
        var arguments = Arguments("governance").Select(one => one
            .Replace("=advise", $"={mode}")
            .Replace("0.0.0.0:8080", $"127.0.0.1:{_port}")
            .Replace("0.0.0.0:9443", $"127.0.0.1:{port}")
            .Replace("--webhook-service=autoscale-system/autoscale-webhook", $"--webhook-url=https://127.0.0.1:{port}"));
        await CreateNamespaceAsync("""{"metadata":{"name":"autoscale-system"}}""");
        using var program = AutoscaleProcess.Start([.. arguments, $"--kubeconfig={Kubeconfig}", "--lease-namespace=autoscale-system"]);
        await program.SaysAsync(does);
        await Eventually.TrueAsync(async () => await StatusAsync("readyz") == HttpStatusCode.OK, "ready");
        await Eventually.TrueAsync(() => Task.FromResult(Webhooks().All(one => one is not null)), "registered");

        var webhook = Webhooks()[1]?["webhooks"]?[0]?.ToJsonString() ?? "";
        program.Signal("TERM");

        Assert.Contains(mode == "enforce" ? "\"failurePolicy\":\"Fail\"" : "\"failurePolicy\":\"Ignore\"", webhook);
        Assert.Contains("\"autoscale-system\"", webhook);
        Assert.Equal(0, await program.ExitAsync(StopLimit));
    }

    private JsonObject?[] Webhooks() =>
        [.. Registered.Select(plural =>
            _cluster.Api.Verbs.Find(_cluster.Api.Kinds.Find("admissionregistration.k8s.io", "v1", plural)!, "", "autoscale-governance"))];

    private Task<JsonObject> CreateNamespaceAsync(string json) => _cluster.Api.Verbs.CreateAsync(
        _cluster.Api.Kinds.Find("", "v1", "namespaces")!, "", JsonNode.Parse(json)!.AsObject(), WriteOptions.Internal, CancellationToken.None);

    private static IEnumerable<string> Arguments(string folder)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Vectors.TestsFolder(), "..", "deploy", folder, "deployment.yaml"));
        stream.Load(reader);
        return ((YamlSequenceNode)stream.Documents[0].RootNode["spec"]["template"]["spec"]["containers"][0]["args"]).Select(one => one.ToString());
    }

    private async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/{path}"));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
