using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Cluster;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class ClusterControllersTests
{
    private readonly TestCluster _cluster = new();

    [Fact]
    public async Task Namespaces_Created_HoldServiceAccountAndCertificate()
    {
        _cluster.With(new NamespaceController(_cluster.Objects, "PEM"));

        await _cluster.CreateAsync(_cluster.Objects.ConfigMaps, """{"metadata":{"name":"own"} }""");
        await _cluster.DeleteAsync(_cluster.Objects.ServiceAccounts, "default");

        Assert.NotNull(_cluster.Find(_cluster.Objects.ServiceAccounts, "default"));
        Assert.Equal("PEM", _cluster.Get(_cluster.Objects.ConfigMaps, "kube-root-ca.crt").Text("data", "ca.crt"));
    }

    [Fact]
    public async Task Events_AnHourAfterTheyWereLastTold_AreGone()
    {
        _cluster.With(new EventExpiry(_cluster.Objects, _cluster.Time));
        await _cluster.CreateAsync(_cluster.Objects.Events, """{"metadata":{"name":"once"},"involvedObject":{"namespace":"demo"},"lastTimestamp":"2099-01-01T00:00:00Z"}""");
        await _cluster.CreateAsync(_cluster.Objects.Events, """{"metadata":{"name":"again"},"involvedObject":{"namespace":"demo"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(30));
        await _cluster.ChangeAsync(_cluster.Objects.Events, "again", told => told["lastTimestamp"] = "2026-01-01T00:30:00Z");

        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal("again", Assert.Single(_cluster.List(_cluster.Objects.Events)).Name());

        await _cluster.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Empty(_cluster.List(_cluster.Objects.Events));
    }

    [Fact]
    public async Task Namespaces_Deleted_AreEmptiedAndThenGone()
    {
        _cluster.With(new NamespaceController(_cluster.Objects, "PEM"));
        await _cluster.CreateAsync(_cluster.Objects.Namespaces, """{"metadata":{"name":"demo"},"spec":{"finalizers":["kubernetes"]} }""");
        await _cluster.CreateAsync(_cluster.Objects.ConfigMaps, """{"metadata":{"name":"held","finalizers":["test/hold"]} }""");

        await _cluster.DeleteAsync(_cluster.Objects.Namespaces, "demo");
        Assert.Equal("Terminating", _cluster.Get(_cluster.Objects.Namespaces, "demo").Text("status", "phase"));
        Assert.Equal("held", Assert.Single(_cluster.List(_cluster.Objects.ConfigMaps)).Name());

        await _cluster.ChangeAsync(_cluster.Objects.ConfigMaps, "held", map => map.Make("metadata").Remove("finalizers"));
        Assert.Null(_cluster.Find(_cluster.Objects.Namespaces, "demo"));
    }

    [Theory]
    [InlineData("Background", false)]
    [InlineData("Foreground", false)]
    [InlineData("Orphan", true)]
    public async Task Garbage_OwnerDeleted_FollowsThePropagationPolicy(string policy, bool survives)
    {
        _cluster.With(new GarbageCollector(_cluster.Objects));
        var owner = await _cluster.CreateAsync(_cluster.Objects.Deployments, """{"metadata":{"name":"owner"} }""");
        var middle = await CreateOwnedAsync(_cluster.Objects.ReplicaSets, "middle", _cluster.Objects.Deployments, owner);
        await CreateOwnedAsync(_cluster.Objects.Pods, "leaf", _cluster.Objects.ReplicaSets, middle);

        await _cluster.DeleteAsync(_cluster.Objects.Deployments, "owner", new DeleteOptions { PropagationPolicy = policy });

        Assert.Null(_cluster.Find(_cluster.Objects.Deployments, "owner"));
        Assert.Equal(survives, _cluster.Find(_cluster.Objects.ReplicaSets, "middle") is not null);
        Assert.Equal(survives, _cluster.Find(_cluster.Objects.Pods, "leaf") is not null);
        Assert.Null(_cluster.Find(_cluster.Objects.ReplicaSets, "middle").At("metadata", "ownerReferences"));
    }

    [Fact]
    public async Task Garbage_ForegroundDeletion_WaitsForItsDependents()
    {
        _cluster.With(new GarbageCollector(_cluster.Objects));
        var owner = await _cluster.CreateAsync(_cluster.Objects.Deployments, """{"metadata":{"name":"owner"} }""");
        await CreateOwnedAsync(_cluster.Objects.ReplicaSets, "held", _cluster.Objects.Deployments, owner);
        await _cluster.ChangeAsync(_cluster.Objects.ReplicaSets, "held", set => set.Make("metadata")["finalizers"] = new JsonArray("test/hold"));

        await _cluster.DeleteAsync(_cluster.Objects.Deployments, "owner", new DeleteOptions { PropagationPolicy = "Foreground" });
        Assert.NotNull(_cluster.Find(_cluster.Objects.Deployments, "owner"));

        await _cluster.ChangeAsync(_cluster.Objects.ReplicaSets, "held", set => set.Make("metadata").Remove("finalizers"));
        Assert.Null(_cluster.Find(_cluster.Objects.Deployments, "owner"));
    }

    [Fact]
    public async Task Garbage_CreatedWithAnOwnerThatIsGone_IsDeleted()
    {
        _cluster.With(new GarbageCollector(_cluster.Objects));
        var stranger = JsonNode.Parse("""{"metadata":{"name":"nobody","uid":"no-such-uid"} }""")!.AsObject();

        await CreateOwnedAsync(_cluster.Objects.Pods, "leaf", _cluster.Objects.ReplicaSets, stranger);

        Assert.Null(_cluster.Find(_cluster.Objects.Pods, "leaf"));
    }

    [Fact]
    public async Task Endpoints_PodsComeAndGo_HoldTheirAddresses()
    {
        _cluster.With(new EndpointsController(_cluster.Objects));
        await _cluster.CreateAsync(_cluster.Objects.Services, """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}]} }""");
        await CreatePodAsync("a", "10.0.0.1", isReady: true);
        await CreatePodAsync("b", "10.0.0.2", isReady: false);

        var subset = Assert.Single(_cluster.Get(_cluster.Objects.Endpoints, "web").Objects("subsets"));
        Assert.Equal("10.0.0.1", Assert.Single(subset.Objects("addresses")).Text("ip"));
        Assert.Equal("10.0.0.2", Assert.Single(subset.Objects("notReadyAddresses")).Text("ip"));
        Assert.Equal(8080, Assert.Single(subset.Objects("ports")).Whole("port"));

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "a");
        await _cluster.DeleteAsync(_cluster.Objects.Pods, "b");
        Assert.Empty(_cluster.Get(_cluster.Objects.Endpoints, "web").Objects("subsets"));
    }

    [Fact]
    public async Task Claims_NothingToBind_TellSoAgainAndAgain()
    {
        _cluster.With(new ClaimController(_cluster.Objects, _cluster.Tell));

        await _cluster.CreateAsync(_cluster.Objects.Claims, """{"metadata":{"name":"data"},"spec":{} }""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(3, _cluster.Told.Count);
        Assert.All(_cluster.Told, text => Assert.Equal(
            "persistentvolume-controller PersistentVolumeClaim/data: Normal FailedBinding no persistent volumes available for this claim and no storage class is set", text));
    }

    [Fact]
    public async Task Claims_DeletedWhileInUse_StayUntilThePodIsGone()
    {
        _cluster.With(new ClaimController(_cluster.Objects, _cluster.Tell));
        await _cluster.CreateAsync(_cluster.Objects.Claims, """{"metadata":{"name":"data","finalizers":["kubernetes.io/pvc-protection"]},"spec":{} }""");
        await _cluster.CreateAsync(_cluster.Objects.Pods, """{"metadata":{"name":"user"},"spec":{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"} }]} }""");

        await _cluster.DeleteAsync(_cluster.Objects.Claims, "data");
        Assert.NotNull(_cluster.Find(_cluster.Objects.Claims, "data"));

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "user");
        Assert.Null(_cluster.Find(_cluster.Objects.Claims, "data"));
    }

    [Fact]
    public async Task Budgets_OnePodTooMany_AllowOneEviction()
    {
        await StartBudgetAsync(readyPods: 3);

        var status = _cluster.Get(_cluster.Objects.Budgets, "web")["status"]!.AsObject();
        Assert.Equal((3, 2, 1, 3), (status.Count("currentHealthy"), status.Count("desiredHealthy"), status.Count("disruptionsAllowed"), status.Count("expectedPods")));
        Assert.Equal("SufficientPods", Assert.Single(status.Objects("conditions")).Text("reason"));
    }

    [Fact]
    public async Task Evict_BudgetSpent_IsRefusedInKubernetesWords()
    {
        await StartBudgetAsync(readyPods: 3);
        var eviction = new Eviction(_cluster.Objects, _cluster.Time);

        await eviction.EvictAsync("demo", "web-0", new DeleteOptions(), CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<ApiError>(() => eviction.EvictAsync("demo", "web-1", new DeleteOptions(), CancellationToken.None));

        Assert.Equal((429, "TooManyRequests"), (refusal.Code, refusal.Reason));
        Assert.Equal("Cannot evict pod as it would violate the pod's disruption budget.", refusal.Message);
        Assert.Equal("The disruption budget web needs 2 healthy pods and has 3 currently", Assert.Single(refusal.Causes).Detail);
        Assert.Null(_cluster.Find(_cluster.Objects.Pods, "web-0"));
    }

    [Fact]
    public async Task Evict_PodThatTakesItsTime_SaysWhyItGoes()
    {
        await StartBudgetAsync(readyPods: 3);

        await new Eviction(_cluster.Objects, _cluster.Time).EvictAsync("demo", "web-0", new DeleteOptions { DryRun = true }, CancellationToken.None);
        Assert.Null(_cluster.Get(_cluster.Objects.Pods, "web-0").Condition("DisruptionTarget"));

        await _cluster.ChangeAsync(_cluster.Objects.Pods, "web-0", pod => pod.Make("metadata")["finalizers"] = new JsonArray("example.com/hold"));
        await new Eviction(_cluster.Objects, _cluster.Time).EvictAsync("demo", "web-0", new DeleteOptions(), CancellationToken.None);
        var target = _cluster.Get(_cluster.Objects.Pods, "web-0").Condition("DisruptionTarget");
        Assert.Equal(("EvictionByEvictionAPI", "Eviction API: evicting"), (target.Text("reason"), target.Text("message")));
    }

    [Fact]
    public async Task Evict_UnreadyPod_GoesWhileEnoughOthersAreHealthy()
    {
        await StartBudgetAsync(readyPods: 2);
        await CreatePodAsync("broken", "10.0.0.9", isReady: false);

        await new Eviction(_cluster.Objects, _cluster.Time).EvictAsync("demo", "broken", new DeleteOptions(), CancellationToken.None);

        Assert.Null(_cluster.Find(_cluster.Objects.Pods, "broken"));
    }

    [Fact]
    public async Task Evict_TwoBudgetsCoverThePod_IsRefused()
    {
        await StartBudgetAsync(readyPods: 2);
        await _cluster.CreateAsync(_cluster.Objects.Budgets, """{"metadata":{"name":"other"},"spec":{"minAvailable":0,"selector":{"matchLabels":{"app":"web"} } } }""");

        var refusal = await Assert.ThrowsAsync<ApiError>(
            () => new Eviction(_cluster.Objects, _cluster.Time).EvictAsync("demo", "web-0", new DeleteOptions(), CancellationToken.None));

        Assert.Equal(500, refusal.Code);
    }

    private async Task StartBudgetAsync(int readyPods)
    {
        _cluster.With(new BudgetController(_cluster.Objects, _cluster.Tell, _cluster.Time));
        await _cluster.CreateAsync(_cluster.Objects.Budgets, """{"metadata":{"name":"web"},"spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"web"} } } }""");
        for (var number = 0; number < readyPods; number++)
        {
            await CreatePodAsync($"web-{number}", $"10.0.0.{number}", isReady: true);
        }
    }

    private async Task CreatePodAsync(string name, string address, bool isReady)
    {
        await _cluster.CreateAsync(_cluster.Objects.Pods, $$$"""
            {"metadata":{"name":"{{{name}}}","labels":{"app":"web"} },
             "spec":{"containers":[{"name":"web","ports":[{"name":"http","containerPort":8080}]}]} }
            """);
        await _cluster.ChangeAsync(
            _cluster.Objects.Pods,
            name,
            pod =>
            {
                pod.Make("status")["phase"] = "Running";
                pod.Make("status")["podIP"] = address;
                PodConditions.Set(pod.Make("status"), Conditions.Of("Ready", isReady ? "True" : "False", "", ""), _cluster.Time.GetUtcNow());
            },
            status: true);
    }

    private Task<JsonObject> CreateOwnedAsync(ResourceKind kind, string name, ResourceKind ownerKind, JsonObject owner) =>
        _cluster.CreateAsync(kind, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["ownerReferences"] = new JsonArray(Ownership.Reference(ownerKind, owner)) },
        }.ToJsonString());
}
