using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Targeting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Vpa.Tests.Control;

public sealed class VpaTargetsTests : IAsyncLifetime
{
    private const string Template = """{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    private readonly CancellationTokenSource _stop = new();
    private VpaCluster _cluster = null!;
    private VpaTargets _targets = null!;
    private Task _running = Task.CompletedTask;

    [Theory]
    [InlineData("apps", "deployments", "Deployment", """{"selector":{"matchLabels":{"app":"x"}},"template":TEMPLATE}""", "app=x")]
    [InlineData("apps", "statefulsets", "StatefulSet", """{"serviceName":"s","selector":{"matchExpressions":[{"key":"app","operator":"Exists"}]},"template":TEMPLATE}""", "app")]
    [InlineData("", "replicationcontrollers", "ReplicationController", """{"selector":{"app":"x"},"template":TEMPLATE}""", "app=x")]
    [InlineData("batch", "cronjobs", "CronJob", """{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"metadata":{"labels":{"app":"x"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}""", "app=x")]
    public async Task Select_WellKnownKind_SelectsWhatItsSpecificationSays(string group, string plural, string kind, string spec, string selector)
    {
        await AddAsync(new KubeRoute(group, "v1", plural, "default"), kind, "one", spec);
        await SeesAsync(kind, "one");

        var selected = await SelectAsync(kind, "one", group.Length == 0 ? "v1" : $"{group}/v1");

        Assert.Equal((null, selector), (selected.Problem, selected.Selector.ToString()));
    }

    [Fact]
    public async Task Select_NoTarget_SaysSo()
    {
        var selected = await _targets.SelectAsync(new() { Metadata = new() { Namespace = "default" } }, CancellationToken.None);

        Assert.Equal("Cannot read targetRef. Reason: targetRef not defined. If this is a v1beta1 object, switch to v1", selected.Problem);
        Assert.True(selected.Selector.MatchesNothing);
    }

    [Fact]
    public async Task Select_OwnedByAnother_WantsTheTopmost()
    {
        await AddAsync(new KubeRoute("apps", "v1", "deployments", "default"), "Deployment", "web", """{"selector":{"matchLabels":{"app":"x"}},"template":TEMPLATE}""");
        await AddAsync(
            new KubeRoute("apps", "v1", "replicasets", "default"),
            "ReplicaSet",
            "web-1",
            """{"selector":{"matchLabels":{"app":"x"}},"template":TEMPLATE}""",
            ""","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"u","controller":true}]""");
        await SeesAsync("ReplicaSet", "web-1");
        await SeesAsync("Deployment", "web");

        var selected = await SelectAsync("ReplicaSet", "web-1", "apps/v1");
        var top = await _targets.FindTopmostAsync(new("apps/v1", "ReplicaSet", "default", "web-1"), CancellationToken.None);

        Assert.Equal("The target apps/v1.ReplicaSet/web-1 has a parent controller but it should point to a topmost well-known or scalable controller", selected.Problem);
        Assert.Equal(new ControllerReference("apps/v1", "Deployment", "default", "web"), top);
    }

    [Fact]
    public async Task Select_UnknownKind_SaysWhatTheApiDoesNotKnow()
    {
        var selected = await SelectAsync("Unicorn", "one", "example.com/v1");

        Assert.Equal(
            "Cannot read targetRef. Reason: unhandled targetRef example.com/v1 / Unicorn / one, last error no matches for example.com/, Resource=Unicorn",
            selected.Problem);
    }

    [Fact]
    public async Task Select_KindWithScale_TakesItsSelectorAndAsksOnce()
    {
        await DefineScalableAsync();
        await AddAsync(new KubeRoute("example.com", "v1", "farms", "default"), "Farm", "one", """{"replicas":1}""");
        await _cluster.PatchAsync(new KubeRoute("example.com", "v1", "farms", "default", "one", "status"), """{"status":{"replicas":1,"selector":"app=x"}}""");

        var selected = await SelectAsync("Farm", "one", "example.com/v1");
        _cluster.Requests.Clear();
        await SelectAsync("Farm", "one", "example.com/v1");

        Assert.Equal((null, "app=x"), (selected.Problem, selected.Selector.ToString()));
        Assert.DoesNotContain(_cluster.Requests, one => one.Contains("farms", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindTopmost_OwnerOfAKindWithoutScale_AsksOnceForAllOfTheKindInTenMinutes()
    {
        await DefineScalableAsync(withScale: false);
        var time = new VirtualTimeProvider(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var targets = new VpaTargets(_cluster.Client, time, NullLoggerFactory.Instance);

        var asked = new List<bool>();
        foreach (var (name, later) in new[] { ("one", 0), ("two", 0), ("one", 9), ("three", 2) })
        {
            time.Advance(TimeSpan.FromMinutes(later));
            _cluster.Requests.Clear();
            Assert.Null(await targets.FindTopmostAsync(new("example.com/v1", "Farm", "default", name), CancellationToken.None));
            asked.Add(_cluster.Requests.Any(one => one.Contains("example.com", StringComparison.Ordinal)));
        }

        Assert.Equal([true, false, false, true], asked);
    }

    [Fact]
    public async Task Select_KindWithoutScale_NamesTheTargetThatItIsAskedFor()
    {
        await DefineScalableAsync(withScale: false);

        var one = await SelectAsync("Farm", "one", "example.com/v1");
        var two = await SelectAsync("Farm", "two", "example.com/v1");

        Assert.Equal(one.Problem!.Replace("one", "two", StringComparison.Ordinal), two.Problem);
    }

    [Fact]
    public async Task Select_ApiDoesNotAnswer_ThrowsRatherThanCallItUnsupported()
    {
        _cluster.IsDown = one => one.Contains("example.com", StringComparison.Ordinal);

        await Assert.ThrowsAsync<HttpRequestException>(() => SelectAsync("Farm", "one", "example.com/v1"));
    }

    [Fact]
    public async Task ControllerOf_PodOfANode_IsRefusedWithoutReadingNodes()
    {
        var pod = new Pod { Metadata = new() { Namespace = "default", OwnerReferences = [new() { ApiVersion = "v1", Kind = "Node", Name = "n", Controller = true }] } };

        var refused = await Assert.ThrowsAsync<TargetException>(() => _targets.ControllerOfAsync(pod, CancellationToken.None));

        Assert.EndsWith("node is not a valid owner", refused.Message, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _cluster = await VpaCluster.StartAsync(isDefined: false);
        _targets = new(_cluster.Client, TimeProvider.System, NullLoggerFactory.Instance);
        _running = Together.RunAsync([.. _targets.Loops], _stop.Token);
        await _targets.WaitUntilKnownAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _cluster.DisposeAsync();
        _stop.Dispose();
    }

    private Task<TargetSelection> SelectAsync(string kind, string name, string apiVersion) => _targets.SelectAsync(
        new() { Metadata = new() { Namespace = "default" }, Spec = new() { TargetRef = new() { ApiVersion = apiVersion, Kind = kind, Name = name } } },
        CancellationToken.None);

    private Task SeesAsync(string kind, string name) => Eventually.TrueAsync(
        async () => (await SelectAsync(kind, name, "")).Problem is not { } problem || !problem.EndsWith("does not exist", StringComparison.Ordinal),
        $"{kind} {name} to be known");

    private Task AddAsync(KubeRoute route, string kind, string name, string spec, string more = "")
    {
        var version = route.Group.Length == 0 ? route.Version : $"{route.Group}/{route.Version}";
        var json = new StringBuilder($$"""{"apiVersion":"{{version}}","kind":"{{kind}}","metadata":{"name":"{{name}}"{{more}}},"spec":SPEC}""");
        return _cluster.CreateAsync(route, json.Replace("SPEC", spec).Replace("TEMPLATE", Template).ToString());
    }

    private async Task DefineScalableAsync(bool withScale = true)
    {
        const string Scale = ""","scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}""";
        await _cluster.CreateAsync(
            new KubeRoute("apiextensions.k8s.io", "v1", "customresourcedefinitions"),
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"farms.example.com"},
            "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"farms","kind":"Farm"},"versions":[{"name":"v1","served":true,"storage":true,
            "subresources":{"status":{}SCALE},
            "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{
            "spec":{"type":"object","properties":{"replicas":{"type":"integer"}}},
            "status":{"type":"object","properties":{"replicas":{"type":"integer"},"selector":{"type":"string"}}}}}}}]}}
            """.Replace("SCALE", withScale ? Scale : "", StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await _cluster.Client.GetRawAsync("/apis/example.com/v1/farms");
                    return true;
                }
                catch (KubeError error) when (error.IsNotFound)
                {
                    return false;
                }
            },
            "farms to be served");
    }
}
