using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Deployments;
using Autoscale.LocalCluster.Workloads.ReplicaSets;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class DeploymentControllerTests
{
    private readonly TestCluster _cluster = new();

    public DeploymentControllerTests()
    {
        _cluster
            .With(new DeploymentController(_cluster.Objects, _cluster.Tell, _cluster.Time))
            .With(new ReplicaSetController(_cluster.Objects, _cluster.Objects.ReplicaSets, _cluster.Tell, _cluster.Time));
    }

    private JsonObject Web => _cluster.Get(_cluster.Objects.Deployments, "web");

    private IReadOnlyList<JsonObject> Pods => _cluster.List(_cluster.Objects.Pods);

    private IReadOnlyList<JsonObject> Sets => _cluster.List(_cluster.Objects.ReplicaSets);

    [Fact]
    public async Task Reconcile_NewDeployment_CreatesReplicaSetAndPodsAndTellsSo()
    {
        await CreateAsync(replicas: 2);

        var set = Assert.Single(Sets);
        Assert.Equal(2, Pods.Count);
        Assert.StartsWith("web-", set.Name(), StringComparison.Ordinal);
        Assert.Equal(("1", "2", "3"), (set.Annotation(RolloutSet.RevisionAnnotation), set.Annotation(RolloutSet.DesiredAnnotation), set.Annotation(RolloutSet.MaximumAnnotation)));
        Assert.Contains($"deployment-controller Deployment/web: Normal ScalingReplicaSet Scaled up replica set {set.Name()} from 0 to 2", _cluster.Told);
        Assert.Contains($"replicaset-controller ReplicaSet/{set.Name()}: Normal SuccessfulCreate Created pod: {Pods[0].Name()}", _cluster.Told);
        Assert.All(Pods, pod => Assert.Equal(set.Uid(), pod.Controller().Text("uid")));
    }

    [Fact]
    public async Task Reconcile_PodsNotReady_StatusReadsAsUpstreamWritesIt()
    {
        await CreateAsync(replicas: 2);

        var status = Web["status"]!.AsObject();
        Assert.Equal("1", Web.Annotation(RolloutSet.RevisionAnnotation));
        Assert.Equal((2, 2, 2), (status.Count("replicas"), status.Count("updatedReplicas"), status.Count("unavailableReplicas")));
        Assert.Equal(0, status.Whole("terminatingReplicas"));
        Assert.Null(status["readyReplicas"]);
        Assert.Equal(
            ["Available False MinimumReplicasUnavailable Deployment does not have minimum availability.",
             $"Progressing True ReplicaSetUpdated ReplicaSet \"{Sets[0].Name()}\" is progressing."],
            ConditionTexts());
    }

    [Fact]
    public async Task Reconcile_PodsBecomeReady_IsCompleteAndAvailable()
    {
        await CreateAsync(replicas: 2);

        await MakeReadyAsync();

        Assert.Equal(2, Web.Count("status", "availableReplicas"));
        Assert.Null(Web.At("status", "unavailableReplicas"));
        Assert.Contains($"Progressing True NewReplicaSetAvailable ReplicaSet \"{Sets[0].Name()}\" has successfully progressed.", ConditionTexts());
        Assert.Contains("Available True MinimumReplicasAvailable Deployment has minimum availability.", ConditionTexts());
    }

    [Fact]
    public async Task Reconcile_NewTemplate_RollsOverWithoutLosingAvailability()
    {
        await CreateAsync(replicas: 4);
        await MakeReadyAsync();

        await SetImageAsync("nginx:2");
        for (var round = 0; round < 10; round++)
        {
            Assert.InRange(Pods.Count(pod => PodFacts.From(pod).IsReady), 3, 5);
            Assert.InRange(Pods.Count, 3, 5);
            await MakeReadyAsync(most: 1);
        }

        Assert.All(Pods, pod => Assert.Equal("nginx:2", pod.Objects("spec", "containers").First().Text("image")));
        Assert.Equal(4, Pods.Count);
        Assert.Equal("2", Web.Annotation(RolloutSet.RevisionAnnotation));
    }

    [Fact]
    public async Task Reconcile_RolledBack_ReusesTheOldReplicaSetUnderANewRevision()
    {
        await CreateAsync(replicas: 1);
        await MakeReadyAsync();
        await SetImageAsync("nginx:2");
        await MakeReadyAsync();

        await SetImageAsync("nginx:1");
        await MakeReadyAsync();

        Assert.Equal(2, Sets.Count);
        var current = Sets.Single(set => set.Count("spec", "replicas") == 1);
        Assert.Equal(("3", "1"), (current.Annotation(RolloutSet.RevisionAnnotation), current.Annotation(RolloutSet.HistoryAnnotation)));
        Assert.Equal("3", Web.Annotation(RolloutSet.RevisionAnnotation));
    }

    [Fact]
    public async Task Reconcile_Recreate_StartsNewPodsOnlyWhenTheOldAreGone()
    {
        await CreateAsync(replicas: 2, strategy: """{"type":"Recreate"}""");
        await _cluster.ChangeAsync(_cluster.Objects.Pods, Pods[0].Name(), pod => pod.Make("metadata")["finalizers"] = new JsonArray("test/hold"));

        await SetImageAsync("nginx:2");
        Assert.Equal("nginx:1", Assert.Single(Pods).Objects("spec", "containers").First().Text("image"));

        await _cluster.ChangeAsync(_cluster.Objects.Pods, Pods[0].Name(), pod => pod.Make("metadata").Remove("finalizers"));
        Assert.Equal(["nginx:2", "nginx:2"], Pods.Select(pod => pod.Objects("spec", "containers").First().Text("image")));
    }

    [Fact]
    public async Task Reconcile_Paused_KeepsTheOldTemplateButScales()
    {
        await CreateAsync(replicas: 1);
        await MakeReadyAsync();

        await _cluster.ChangeAsync(_cluster.Objects.Deployments, "web", web => web.Make("spec")["paused"] = true);
        await SetImageAsync("nginx:2");
        await _cluster.ChangeAsync(_cluster.Objects.Deployments, "web", web => web.Make("spec")["replicas"] = 3);

        Assert.Single(Sets);
        Assert.Equal(3, Pods.Count);
        Assert.Contains("Progressing Unknown DeploymentPaused Deployment is paused", ConditionTexts());
    }

    [Fact]
    public async Task Reconcile_NoProgressUntilTheDeadline_SaysSo()
    {
        await CreateAsync(replicas: 1);

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(602));

        Assert.Contains($"Progressing False ProgressDeadlineExceeded ReplicaSet \"{Sets[0].Name()}\" has timed out progressing.", ConditionTexts());
    }

    [Fact]
    public async Task Reconcile_PodsRefused_ShowsReplicaFailureAndKeepsTrying()
    {
        _cluster.Admission.AddValidating((request, _) => request.Kind.Kind == "Pod" && request.Operation == "CREATE"
            ? throw new Autoscale.LocalCluster.Api.ApiError(403, "Forbidden", "pods \"x\" is forbidden: no room")
            : ValueTask.CompletedTask);

        await CreateAsync(replicas: 2);

        Assert.Contains(_cluster.Told, text => text.EndsWith("Warning FailedCreate Error creating: pods \"x\" is forbidden: no room", StringComparison.Ordinal));
        Assert.Contains("ReplicaFailure True FailedCreate pods \"x\" is forbidden: no room", ConditionTexts());
        Assert.Contains(ConditionTexts(), text => text.StartsWith("Progressing True NewReplicaSetCreated Created new replica set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reconcile_ManyRevisions_KeepsOnlyTheHistoryLimit()
    {
        await CreateAsync(replicas: 1);
        await _cluster.ChangeAsync(_cluster.Objects.Deployments, "web", web => web.Make("spec")["revisionHistoryLimit"] = 2);
        for (var revision = 2; revision <= 6; revision++)
        {
            await MakeReadyAsync();
            await SetImageAsync($"nginx:{revision}");
        }

        await MakeReadyAsync();

        Assert.Equal(3, Sets.Count);
    }

    private Task<JsonObject> CreateAsync(int replicas, string strategy = """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}""") =>
        _cluster.CreateAsync(_cluster.Objects.Deployments, $$$"""
            {"metadata":{"name":"web","labels":{"app":"web"}},
             "spec":{"replicas":{{{replicas}}},"progressDeadlineSeconds":600,"revisionHistoryLimit":10,
                     "selector":{"matchLabels":{"app":"web"}},"strategy":{{{strategy}}},
                     "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx:1"}]} } } }
            """);

    private Task SetImageAsync(string image) =>
        _cluster.ChangeAsync(_cluster.Objects.Deployments, "web", web => web.Objects("spec", "template", "spec", "containers").First()["image"] = image);

    private async Task MakeReadyAsync(int most = int.MaxValue)
    {
        for (var done = 0; done < most && Pods.FirstOrDefault(pod => !PodFacts.From(pod).IsReady) is { } pod; done++)
        {
            await _cluster.ChangeAsync(
                _cluster.Objects.Pods,
                pod.Name(),
                stored =>
                {
                    stored.Make("status")["phase"] = "Running";
                    PodConditions.Set(stored.Make("status"), Conditions.Of("Ready", "True", "", ""), _cluster.Time.GetUtcNow());
                },
                status: true);
        }
    }

    private List<string> ConditionTexts() =>
        [.. Web.Objects("status", "conditions").Select(condition =>
            $"{condition["type"]} {condition["status"]} {condition["reason"]} {condition["message"]}")];
}
