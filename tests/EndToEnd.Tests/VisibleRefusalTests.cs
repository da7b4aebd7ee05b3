using System.Text.Json.Nodes;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>What a user of kubectl sees of pods that do not fit: on the workload, when it is written and after.</summary>
public sealed class VisibleRefusalTests : IAsyncLifetime
{
    private const string Quota =
        """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"team1-quota"},"spec":{"hard":{"requests.cpu":"800m"}}}""";

    private const string Warning =
        "Warning: deployments.apps \"web\" would exceed quota team1-quota at 5 of 6 replicas: requests.cpu 200m each, 800m left of 800m";

    private readonly TemporaryFolder _folder = new();
    private LocalProcess? _local;

    [KubectlFact]
    public async Task Create_DeploymentThatDoesNotFit_WarnsAndItsEventsTellOfTheRefusal()
    {
        var created = await KubectlAsync("apply", "-f", await FileAsync(Deployment(6)));
        var told = await Eventually.GetAsync(
            async () => Events(await Objects.ReadAsync(_local!.Client, "/api/v1/namespaces/default/events")), "an event of the deployment");

        Assert.Equal((0, Warning), (created.ExitCode, created.Errors.Trim()));
        Assert.Equal(
            ["Deployment web QuotaRefused Pods cannot be created: exceeded quota: team1-quota, requested: requests.cpu=200m, used: requests.cpu=800m, limited: requests.cpu=800m"],
            told);
    }

    [KubectlFact]
    public async Task Scale_BeyondTheQuota_IsRefusedWhereTheNamespaceSaysSo()
    {
        await KubectlAsync("annotate", "namespace", "default", "autoscale.dev/quota-enforcement=workload");
        var created = await KubectlAsync("apply", "-f", await FileAsync(Deployment(1)));
        await Eventually.TrueAsync(async () => await Objects.AvailableAsync(_local!.Client, "web") == 1, "an available replica");
        var refused = await KubectlAsync("scale", "deployment", "web", "--replicas=6");

        Assert.Equal((0, ""), (created.ExitCode, created.Errors));
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith(
            "deployments.apps \"web\" is forbidden: would exceed quota team1-quota at 5 of 6 replicas: requests.cpu 200m each, 600m left of 800m",
            refused.Errors.Trim(),
            StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        if (Kubectl.WhyUnavailable is null)
        {
            _local = await LocalProcess.StartAsync("--governance=enforce");
            await KubectlAsync("apply", "-f", await FileAsync(Quota));
            await Eventually.GetAsync(
                async () => (await Objects.ReadAsync(_local.Client, "/api/v1/namespaces/default/resourcequotas/team1-quota"))["status"]?["used"], "a counted quota");
        }
    }

    public Task DisposeAsync()
    {
        _local?.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static string Deployment(int replicas) =>
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":COUNT,"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"nginx","resources":{"requests":{"cpu":"200m"}}}]}}}}
        """.Replace("COUNT", $"{replicas}", StringComparison.Ordinal);

    private static List<string>? Events(JsonNode list)
    {
        var told = list["items"]!.AsArray().Where(told => (string?)told!["source"]?["component"] == "resource-governance")
            .Select(told => $"{told!["involvedObject"]!["kind"]} {told["involvedObject"]!["name"]} {told["reason"]} {told["message"]}").ToList();
        return told.Count == 0 ? null : told;
    }

    private async Task<string> FileAsync(string json)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, json);
        return path;
    }

    private Task<(int ExitCode, string Output, string Errors)> KubectlAsync(params string[] arguments) =>
        Kubectl.RunAsync(["--kubeconfig", _local!.Kubeconfig, .. arguments]);
}
