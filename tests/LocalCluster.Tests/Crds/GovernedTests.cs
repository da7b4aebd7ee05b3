using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Tests.Api.Webhooks;
using Autoscale.LocalCluster.Tests.Workloads;
using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

/// <summary>What the rest of the cluster does with custom objects.</summary>
public sealed class GovernedTests
{
    private const string Any = """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""";

    [Fact]
    public async Task Delete_Namespace_TakesItsCustomObjectsAlong()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await EstablishAsync(cluster.Verbs, cluster.Kind("CustomResourceDefinition"));
        await cluster.CreateAsync("Namespace", """{"metadata":{"name":"gone"}}""");
        var kind = cluster.Kind("CronTab");
        await cluster.Verbs.CreateAsync(kind, "gone", Parse(Tab("{}")), WriteOptions.Internal, CancellationToken.None);

        await cluster.DeleteAsync("Namespace", "gone");

        await Testing.Eventually.TrueAsync(() => Task.FromResult(cluster.Verbs.Find(cluster.Kind("Namespace"), "", "gone") is null), "the namespace's end");
        Assert.Empty(cluster.Verbs.List(kind, "gone", LabelSelector.Everything));
    }

    [Fact]
    public async Task Delete_OwnerThatIsCustom_TakesItsDependentsAlong()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await EstablishAsync(cluster.Verbs, cluster.Kind("CustomResourceDefinition"));
        var owner = await cluster.Verbs.CreateAsync(cluster.Kind("CronTab"), "default", Parse(Tab("{}")), WriteOptions.Internal, CancellationToken.None);
        await cluster.CreateAsync("ConfigMap", $$$"""{"metadata":{"name":"owned","ownerReferences":[{"apiVersion":"stable.example.com/v1","kind":"CronTab","name":"tab","uid":"{{{owner["metadata"]!["uid"]}}}"}]}}""");

        await cluster.DeleteAsync("CronTab", "tab");

        await Testing.Eventually.TrueAsync(() => Task.FromResult(cluster.Verbs.Find(cluster.Kind("ConfigMap"), "default", "owned") is null), "the dependent's end");
    }

    [Fact]
    public async Task Create_CustomObject_IsShownToWebhooks()
    {
        await using var api = await HookedApi.StartAsync();
        await EstablishAsync(api.Verbs, api.Kind("CustomResourceDefinition"));
        api.Hooks.Deny("/deny");
        await api.ValidatingAsync("no", "/deny", "crontabs");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.CreateAsync("CronTab", Tab("{}")));

        Assert.Contains("denied the request", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("CronTab", api.Hooks.Asked.Last().Request["object"]!["kind"]!.ToString());
    }

    private static async Task EstablishAsync(ApiVerbs verbs, ResourceKind definitions)
    {
        await verbs.CreateAsync(definitions, "", Parse(CronTab(V1(Any))), WriteOptions.Internal, CancellationToken.None);
        await Testing.Eventually.TrueAsync(
            () => Task.FromResult(Condition(verbs.Find(definitions, "", "crontabs.stable.example.com")!, "Established")?["status"]?.ToString() == "True"), "the definition to be established");
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
