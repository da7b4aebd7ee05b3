using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

/// <summary>Webhooks as the cluster's own controllers and kubectl meet them.</summary>
public sealed class WebhookClusterTests
{
    private const string Web = """
        {"metadata":{"name":"web"},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"} },
                 "template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"web","image":"nginx"}]} } } }
        """;

    [Fact]
    public async Task Controllers_Denied_TellItAndTryAgain()
    {
        await using var hooks = await WebhookServer.StartAsync();
        await using var cluster = await RunningCluster.StartAsync();
        hooks.Deny("/deny", """{"message":"no pods today"}""");
        await cluster.CreateAsync("ValidatingWebhookConfiguration", hooks.Configuration("/deny", "pods"));

        await cluster.CreateAsync("Deployment", Web);

        const string Refusal = "Error creating: admission webhook \"deny.example.dev\" denied the request: no pods today";
        await cluster.UntilAsync(all => all.List("Event").Any(told => told.Text("reason") == "FailedCreate" && told.Text("message") == Refusal), "the refusal is told");
        hooks.Allow("/deny");
        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Count("status", "availableReplicas") == 2, "the pods are there");
        Assert.Contains(hooks.Asked, one => (string?)one.Request["userInfo"]!["username"] == "system:kube-controller-manager");
    }

    [Fact]
    public async Task Controllers_AllTheyWrite_IsShown()
    {
        await using var hooks = await WebhookServer.StartAsync();
        await using var cluster = await RunningCluster.StartAsync();
        hooks.Allow("/see");
        await cluster.CreateAsync("MutatingWebhookConfiguration", hooks.Configuration("/see", "*/*"));

        await cluster.CreateAsync("Deployment", Web);
        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Count("status", "availableReplicas") == 2, "the pods are there");

        var seen = hooks.Asked.Select(one => $"{one.Request["userInfo"]!["username"]} {one.Request["operation"]} {one.Request["resource"]!["resource"]} {one.Request["subResource"]}".TrimEnd()).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "system:kube-controller-manager CREATE replicasets", "system:kube-controller-manager CREATE pods", "system:kube-controller-manager UPDATE deployments status",
                "system:kube-scheduler CREATE pods binding", "system:node UPDATE pods status",
            },
            seen);
        Assert.DoesNotContain("system:kube-scheduler UPDATE pods binding", seen);
    }

    [KubectlFact]
    public async Task Kubectl_WarningsAndDenials_AreShownAsByAnyCluster()
    {
        await using var hooks = await WebhookServer.StartAsync();
        await using var host = new LocalClusterHost(new LocalClusterOptions());
        await host.StartAsync(CancellationToken.None);
        using var folder = new TemporaryFolder();
        var config = Path.Combine(folder.Path, "config");
        await File.WriteAllTextAsync(config, host.Kubeconfig());
        Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
            Kubectl.RunAsync(["--kubeconfig", config, "--cache-dir", folder.Path, .. arguments]);
        var file = Path.Combine(folder.Path, "hook.json");
        var configuration = JsonNode.Parse(hooks.Configuration("/hook", "configmaps"))!.AsObject();
        configuration["apiVersion"] = "admissionregistration.k8s.io/v1";
        configuration["kind"] = "ValidatingWebhookConfiguration";
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        hooks.Answer("/hook", request => new JsonObject { ["allowed"] = (string?)request["name"] != "bad", ["warnings"] = new JsonArray("mind the gap") });

        var (_, applied, _) = await RunAsync("apply", "-f", file);
        var (_, again, _) = await RunAsync("apply", "-f", file);
        var (_, listed, _) = await RunAsync("get", "validatingwebhookconfigurations");
        var (created, _, warned) = await RunAsync("create", "configmap", "good");
        var (denied, _, refused) = await RunAsync("create", "configmap", "bad");

        Assert.Equal("validatingwebhookconfiguration.admissionregistration.k8s.io/hook created\n", applied);
        Assert.Equal("validatingwebhookconfiguration.admissionregistration.k8s.io/hook unchanged\n", again);
        Assert.Matches("^NAME +WEBHOOKS +AGE\nhook +1 +", listed);
        Assert.Equal((0, "Warning: mind the gap\n"), (created, warned));
        Assert.Equal((1, "Warning: mind the gap\nerror: failed to create configmap: admission webhook \"hook.example.dev\" denied the request without explanation\n"), (denied, refused));
    }
}
