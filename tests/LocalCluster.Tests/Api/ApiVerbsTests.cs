using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class ApiVerbsTests
{
    [Fact]
    public async Task CreateAsync_NewObject_SetsWhatTheServerDecides()
    {
        var api = await TestApi.StartAsync();

        var made = await api.CreateAsync(TestKinds.Deployment, "demo", """{"metadata":{"name":"web","uid":"x","resourceVersion":"7"},"spec":{},"status":{"replicas":9}}""");

        var metadata = made["metadata"]!;
        Assert.Equal(36, ((string)metadata["uid"]!).Length);
        Assert.Equal("2026-01-01T00:00:00Z", (string?)metadata["creationTimestamp"]);
        Assert.Equal("demo", (string?)metadata["namespace"]);
        Assert.Equal("2", (string?)metadata["resourceVersion"]);
        Assert.Equal(1, (int)metadata["generation"]!);
        Assert.Null(made["status"]);
        Assert.Equal(["kind", "apiVersion", "metadata", "spec"], made.Select(member => member.Key));
    }

    [Fact]
    public async Task CreateAsync_GenerateName_AddsFiveLetters()
    {
        var api = await TestApi.StartAsync();

        var made = await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"generateName":"cm-"}}""");

        Assert.Matches("^cm-[bcdfghjklmnpqrstvwxz2456789]{5}$", (string?)made["metadata"]!["name"]);
    }

    [Theory]
    [InlineData("demo", "x", """configmaps "x" already exists""", 409)]
    [InlineData("nowhere", "y", """namespaces "nowhere" not found""", 404)]
    public async Task CreateAsync_NameTakenOrNamespaceMissing_IsRefused(string ns, string name, string message, int code)
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.CreateAsync(TestKinds.ConfigMap, ns, $$$"""{"metadata":{"name":"{{{name}}}"}}"""));

        Assert.Equal((message, code), (refusal.Message, refusal.Code));
    }

    [Fact]
    public async Task CreateAsync_NamespaceTerminating_IsForbiddenWithCause()
    {
        var api = await TestApi.StartAsync();
        await api.UpdateAsync(TestKinds.Namespace, "demo", value => value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") });
        await api.DeleteAsync(TestKinds.Namespace, "demo");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}"""));

        Assert.Equal("configmaps \"x\" is forbidden: unable to create new content in namespace demo because it is being terminated", refusal.Message);
        Assert.Equal("NamespaceTerminating", Assert.Single(refusal.Causes).Reason);
    }

    [Fact]
    public async Task CreateAsync_InvalidObject_ListsFieldErrors()
    {
        var api = await TestApi.StartAsync();

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.CreateAsync(TestKinds.Deployment, "demo", """{"metadata":{"name":"web"},"spec":{"replicas":-1}}"""));

        Assert.Equal("Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0", refusal.Message);
        Assert.Equal(422, refusal.Code);
    }

    [Fact]
    public async Task CreateAsync_DryRun_StoresNothing()
    {
        var api = await TestApi.StartAsync();

        var made = await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""", new WriteOptions { DryRun = true });

        Assert.NotNull(made["metadata"]!["uid"]);
        Assert.Null(made["metadata"]!["resourceVersion"]);
        Assert.Null(api.Verbs.Find(TestKinds.ConfigMap, "demo", "x"));
    }

    [Fact]
    public async Task UpdateAsync_StaleVersion_IsAConflict()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.UpdateAsync(TestKinds.ConfigMap, "x", value => value["metadata"]!["resourceVersion"] = "1"));

        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"x\": the object has been modified; please apply your changes to the latest version and try again",
            refusal.Message);
    }

    [Fact]
    public async Task UpdateAsync_SpecificationChanged_CountsGenerationAndKeepsStatus()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Deployment, "demo", """{"metadata":{"name":"web"},"spec":{}}""");
        await api.UpdateAsync(TestKinds.Deployment, "web", value => value["status"] = new JsonObject { ["replicas"] = 1 }, new WriteOptions { Subresource = "status" });

        var updated = await api.UpdateAsync(TestKinds.Deployment, "web", value =>
        {
            value["spec"]!["replicas"] = 3;
            value["status"]!["replicas"] = 9;
        });

        Assert.Equal(2, (int)updated["metadata"]!["generation"]!);
        Assert.Equal(1, (int)updated["status"]!["replicas"]!);
    }

    [Fact]
    public async Task UpdateAsync_StatusSubresource_ChangesNothingElse()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Deployment, "demo", """{"metadata":{"name":"web"},"spec":{}}""");

        var updated = await api.UpdateAsync(
            TestKinds.Deployment,
            "web",
            value => (value["spec"]!["replicas"], value["status"]) = (5, new JsonObject { ["replicas"] = 1 }),
            new WriteOptions { Subresource = "status" });

        Assert.Equal(1, (int)updated["spec"]!["replicas"]!);
        Assert.Equal(1, (int)updated["metadata"]!["generation"]!);
        Assert.Equal(1, (int)updated["status"]!["replicas"]!);
    }

    [Fact]
    public async Task UpdateAsync_NothingChanged_KeepsTheVersion()
    {
        var api = await TestApi.StartAsync();
        var made = await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"},"data":{"a":"1"}}""");

        var updated = await api.UpdateAsync(TestKinds.ConfigMap, "x", value => value["data"]!["a"] = "1");

        Assert.Equal((string?)made["metadata"]!["resourceVersion"], (string?)updated["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task UpdateAsync_LostRace_RunsTheChangeAgain()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Deployment, "demo", """{"metadata":{"name":"web"},"spec":{}}""");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            api.UpdateAsync(TestKinds.Deployment, "web", value => value["spec"]!["replicas"] = (int)value["spec"]!["replicas"]! + 1))));

        Assert.Equal(21, (int)api.Verbs.Find(TestKinds.Deployment, "demo", "web")!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task ListOwnedBy_ControllerOwner_FindsItsObjectsOnly()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Pod, "demo", """{"metadata":{"name":"a","ownerReferences":[{"kind":"X","name":"x","uid":"u1","controller":true}]},"spec":{}}""");
        await api.CreateAsync(TestKinds.Pod, "demo", """{"metadata":{"name":"b","ownerReferences":[{"kind":"X","name":"x","uid":"u1"}]},"spec":{}}""");

        Assert.Equal(["a"], api.Verbs.ListOwnedBy(TestKinds.Pod, "u1").Select(pod => (string?)pod["metadata"]!["name"]));
        Assert.Equal(2, api.Verbs.ListDependents("u1").Count);
    }

    [Fact]
    public async Task List_OfOneNamespace_IsOrderedByName()
    {
        var api = await TestApi.StartAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await api.CreateAsync(TestKinds.ConfigMap, "demo", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        }

        var names = api.Verbs.List(TestKinds.ConfigMap, "demo", LabelSelector.Everything).Select(one => (string?)one["metadata"]!["name"]);

        Assert.Equal(["a", "b", "c"], names);
    }
}
