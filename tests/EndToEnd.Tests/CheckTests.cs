using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

public sealed class CheckTests : IDisposable
{
    private const string Quota = """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"few"},"spec":{"hard":{"secrets":"1"}}}""";
    private const string First = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"first"}}""";
    private const string Second = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"second"}}""";
    private const string Exceeded = "secrets \"second\" is forbidden: exceeded quota: few, requested: secrets=1, used: secrets=1, limited: secrets=1";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "2 objects, 0 refused, 0 warned", $"{Quota}\n---\n{First}")]
    [InlineData(1, Exceeded, $"{Quota}\n---\n{First}\n---\n{Second}")]
    [InlineData(2, "a.yaml:2: line ", $"{First}\n---\na: [b: c")]
    public async Task Check_Files_TellByTheExitCode(int code, string said, string text)
    {
        var path = Write("a.yaml", text);

        await EndsAsync(code, said, "check", "-f", path);
    }

    [Fact]
    public async Task Check_Strict_CountsWarnings()
    {
        var path = Write("a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, dota: {}}");

        await EndsAsync(0, "unknown field \"dota\"", "check", "-f", path);
        await EndsAsync(1, "unknown field \"dota\"", "check", "-f", path, "--strict");
    }

    [Theory]
    [InlineData("-f says which files to check", "check")]
    [InlineData("'--output'", "check", "-f", "-", "--output", "xml")]
    [InlineData("/none/such.yaml: no such file", "check", "-f", "/none/such.yaml")]
    [InlineData("/none/such: no such file", "check", "-f", "-", "--kubeconfig", "/none/such")]
    public Task Check_CannotBegin_HasAnExitCodeOfItsOwn(string said, params string[] arguments) => EndsAsync(2, said, arguments);

    [Fact]
    public async Task Check_StandardInput_IsRead()
    {
        using var program = AutoscaleProcess.Start("check", "-f", "-", "-o", "json");
        await program.TypeAsync(First);

        Assert.Equal(0, await program.ExitAsync(Limit));
        Assert.Equal("stdin", JsonNode.Parse(program.Output)?["objects"]?[0]?["file"]?.GetValue<string>());
    }

    [Fact]
    public async Task Check_Cluster_HoldsAgainstWhatIsThereAndWritesNothing()
    {
        using var local = await LocalProcess.StartAsync("--nodes", "0");
        await CreateAsync(local.Client, KubeRoute.ResourceQuotas, Quota);
        await Eventually.TrueAsync(async () => (await QuotaAsync(local.Client)).Status.Used?.ContainsKey("secrets") == true, "a quota in force");
        await CreateAsync(local.Client, new("", "v1", "secrets"), First);
        var before = await QuotaAsync(local.Client);
        var path = Write("both.yaml", $"{First}\n---\n{Second}");

        await EndsAsync(1, Exceeded, "check", "-f", path, "--cluster", "--kubeconfig", local.Kubeconfig);

        Assert.Equal(before.Metadata.ResourceVersion, (await QuotaAsync(local.Client)).Metadata.ResourceVersion);
        await EndsAsync(2, "namespaces \"nowhere\" not found", "check", "-f", path, "-n", "nowhere", "--cluster", "--kubeconfig", local.Kubeconfig);
        await EndsAsync(2, "no matches for kind \"Policy\" in version \"example.com/v1\"", "check", "-f", Write("c.yaml", "{apiVersion: example.com/v1, kind: Policy}"), "--kubeconfig", local.Kubeconfig);
    }

    [Fact]
    public async Task Check_ClusterAndChangedFiles_AreHeldAgainstWhatApplyingWouldMakeOfThem()
    {
        using var local = await LocalProcess.StartAsync("--nodes", "0");
        await Objects.DeployAsync(local.Client, "web", 2);
        await Eventually.TrueAsync(async () => await CountAsync(local.Client) == 2, "two pods");
        var raised = Write("a.yaml", $"{Rule("200m")}\n---\n{Scaled(3)}");
        var same = Write("b.yaml", $"{Rule("200m")}\n---\n{Scaled(2)}");

        await EndsAsync(0, "deployments.apps \"web\" would exceed quota cpu at 3 of 3 replicas: requests.cpu 100m each, 0 left of 200m", "check", "-f", raised, "--kubeconfig", local.Kubeconfig);
        await EndsAsync(0, "2 objects, 0 refused, 0 warned", "check", "-f", same, "--kubeconfig", local.Kubeconfig);
    }

    private static string Rule(string cpu) => $"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: cpu}}, spec: {{hard: {{requests.cpu: {cpu}}}}}}}";

    private static string Scaled(int replicas) => $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web}}, spec: {{replicas: {replicas}}}}}";

    private static async Task<int> CountAsync(KubeClient client) =>
        (await Objects.ReadAsync(client, KubeRoute.Pods.In(Objects.Namespace).Path))["items"]!.AsArray().Count;

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, string json) =>
        client.CreateRawAsync(route.In(Objects.Namespace), Encoding.UTF8.GetBytes(json));

    private static Task<ResourceQuota> QuotaAsync(KubeClient client) =>
        client.GetAsync(KubeRoute.ResourceQuotas.Of(Objects.Namespace, "few"), KubeJson.Default.ResourceQuota);

    private static async Task EndsAsync(int code, string said, params string[] arguments)
    {
        using var program = AutoscaleProcess.Start(arguments);
        await program.TypeAsync("");

        Assert.Equal(code, await program.ExitAsync(Limit));
        Assert.Contains(said, program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
