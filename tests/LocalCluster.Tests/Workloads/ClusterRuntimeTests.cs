using System.Text;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class ClusterRuntimeTests
{
    private const string Web = """
        {"metadata":{"name":"web"},
         "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"} },
                 "template":{"metadata":{"labels":{"app":"web"} },
                             "spec":{"containers":[{"name":"web","image":"nginx","resources":{"requests":{"cpu":"100m"} } }]} } } }
        """;

    [Fact]
    public async Task Run_Deployment_BecomesAvailableScalesAndGoes()
    {
        await using var cluster = await RunningCluster.StartAsync();

        await cluster.CreateAsync("Deployment", Web);
        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable", "the rollout is complete");
        await cluster.ScaleAsync("Deployment", "web", 5);
        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Count("status", "availableReplicas") == 5, "five are available");
        await cluster.DeleteAsync("Deployment", "web");
        await cluster.UntilAsync(all => all.List("Pod").Count == 0 && all.List("ReplicaSet").Count == 0, "all is gone");

        var reasons = cluster.List("Event").Select(item => $"{item.Text("source", "component")} {item.Text("reason")}").ToHashSet();
        Assert.Superset(
            new HashSet<string> { "deployment-controller ScalingReplicaSet", "replicaset-controller SuccessfulCreate", "default-scheduler Scheduled", "kubelet Started" },
            reasons);
    }

    [Fact]
    public async Task Run_StatefulSetJobAndService_WorkOnTheRealKinds()
    {
        await using var cluster = await RunningCluster.StartAsync();

        await cluster.CreateAsync("Service", """{"metadata":{"name":"db"},"spec":{"selector":{"app":"db"},"ports":[{"port":80}]} }""");
        await cluster.CreateAsync("StatefulSet", """
            {"metadata":{"name":"db"},
             "spec":{"replicas":2,"serviceName":"db","selector":{"matchLabels":{"app":"db"} },
                     "template":{"metadata":{"labels":{"app":"db"} },"spec":{"containers":[{"name":"db","image":"db"}]} } } }
            """);
        await cluster.CreateAsync("Job", """
            {"metadata":{"name":"sum"},
             "spec":{"completions":2,"template":{"metadata":{"annotations":{"autoscale.local/run-for":"10ms"} },
                     "spec":{"restartPolicy":"Never","containers":[{"name":"sum","image":"sum"}]} } } }
            """);

        await cluster.UntilAsync(all => all.Find("StatefulSet", "db")?.Count("status", "readyReplicas") == 2, "the stateful set is ready");
        await cluster.UntilAsync(all => all.Find("Job", "sum")?.Condition("Complete").Text("status") == "True", "the job is complete");
        await cluster.UntilAsync(all => all.Find("Endpoints", "db").Objects("subsets").SelectMany(subset => subset.Objects("addresses")).Count() == 2, "two endpoints");
    }

    [Fact]
    public async Task Run_PodResized_IsGivenWhatItsNodeHasAndNoMore()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: new NodeOptions { Count = 1, Cpu = "4", StartupDelay = TimeSpan.Zero, ResizeDelay = TimeSpan.Zero });
        await cluster.CreateAsync("Pod", """{"metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"nginx","resources":{"requests":{"cpu":"100m"}}}]}}""");
        await cluster.UntilAsync(all => all.Find("Pod", "web")?.Condition("Ready").Text("status") == "True", "the pod is ready");

        await cluster.ResizeAsync("web", pod => pod.Objects("spec", "containers").First().Make("resources", "requests")["cpu"] = "300m");
        await cluster.UntilAsync(
            all => all.Find("Pod", "web").Objects("status", "containerStatuses").First().Text("resources", "requests", "cpu") == "300m", "the container has it");

        var tooMuch = await Assert.ThrowsAsync<ApiError>(() => cluster.ResizeAsync("web", pod => pod.Objects("spec", "containers").First().Make("resources", "requests")["cpu"] = "5"));
        var podLevel = await Assert.ThrowsAsync<ApiError>(() => cluster.ResizeAsync("web", pod => pod.Make("spec", "resources", "requests")["cpu"] = "1"));
        Assert.Equal("pods \"web\" is forbidden: node didn't have enough allocatable resources: cpu, requested: 5000, allocatable: 4000", tooMuch.Message);
        Assert.Equal("pods \"web\" is forbidden: pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node \"node-1\"", podLevel.Message);
    }

    [Fact]
    public async Task Run_NamespaceDeleted_TakesEverythingWithIt()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.CreateAsync("Namespace", """{"metadata":{"name":"team"} }""");
        await cluster.UntilAsync(all => all.List("ConfigMap").Any(map => map.Namespace() == "team"), "the certificate is there");
        await cluster.Verbs.CreateAsync(
            cluster.Kind("Deployment"), "team", System.Text.Json.Nodes.JsonNode.Parse(Web)!.AsObject(), Autoscale.LocalCluster.Api.WriteOptions.Internal, CancellationToken.None);
        await cluster.UntilAsync(all => all.List("Pod").Count == 3, "three pods");

        await cluster.DeleteAsync("Namespace", "team");

        await cluster.UntilAsync(all => all.Find("Namespace", "team") is null && all.List("Pod").Count == 0, "the namespace is gone");
    }

    [Fact]
    public async Task Run_WithoutSchedulerAndKubelets_PodsStayPendingAndGoAtOnce()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: new NodeOptions { Count = 0, Schedules = false, RunsPods = false });
        await cluster.CreateAsync("Deployment", Web);

        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Count("status", "updatedReplicas") == 3, "three pods");
        Assert.All(cluster.List("Pod"), pod => Assert.Equal(("Pending", ""), (pod.Text("status", "phase"), pod.Text("spec", "nodeName"))));

        await cluster.ScaleAsync("Deployment", "web", 0);
        await cluster.UntilAsync(all => all.List("Pod").Count == 0, "none is left");
    }

    [Fact]
    public async Task AskNode_MetricsOfANodeThatAnswers_AreText()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.CreateAsync("Deployment", Web);
        await cluster.UntilAsync(all => all.Find("Deployment", "web")?.Count("status", "availableReplicas") == 3, "three are available");

        var answer = await cluster.Runtime.AskNodeAsync("node-1", "metrics/resource", CancellationToken.None);
        cluster.Runtime.SetAnswering("node-1", false);

        Assert.Contains("# TYPE container_cpu_usage_seconds_total counter", Encoding.UTF8.GetString(answer!.Body.Span), StringComparison.Ordinal);
        Assert.Null(await cluster.Runtime.AskNodeAsync("node-1", "metrics/resource", CancellationToken.None));
        Assert.Equal(404, (await cluster.Runtime.AskNodeAsync("node-2", "spec", CancellationToken.None))!.Code);
    }
}
