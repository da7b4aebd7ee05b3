using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class DeletionTests
{
    [Fact]
    public async Task DeleteAsync_PlainObject_IsGoneAtOnce()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""");

        Assert.Null(await api.DeleteAsync(TestKinds.ConfigMap, "x"));
        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.DeleteAsync(TestKinds.ConfigMap, "x"));

        Assert.Equal("configmaps \"x\" not found", refusal.Message);
    }

    [Fact]
    public async Task DeleteAsync_RunningPod_WaitsForItsGracePeriod()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Pod, "demo", """{"metadata":{"name":"p"},"spec":{"nodeName":"n"}}""");

        var left = await api.DeleteAsync(TestKinds.Pod, "p");

        Assert.Equal("2026-01-01T00:00:30Z", (string?)left!["metadata"]!["deletionTimestamp"]);
        Assert.Equal(2, (int)left["metadata"]!["generation"]!);
        Assert.Null(await api.DeleteAsync(TestKinds.Pod, "p", new DeleteOptions { GracePeriodSeconds = 0 }));
        Assert.Null(api.Verbs.Find(TestKinds.Pod, "demo", "p"));
    }

    [Theory]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59Z")]
    [InlineData(long.MinValue, "2026-01-01T00:00:01Z")]
    public async Task DeleteAsync_AnyGracePeriod_EndsWithinTheCalendar(long seconds, string end)
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Pod, "demo", """{"metadata":{"name":"p"},"spec":{"nodeName":"n"}}""");

        var left = await api.DeleteAsync(TestKinds.Pod, "p", new DeleteOptions { GracePeriodSeconds = seconds });
        var again = await api.DeleteAsync(TestKinds.Pod, "p", new DeleteOptions { GracePeriodSeconds = long.MinValue });

        Assert.Equal(end, (string?)left!["metadata"]!["deletionTimestamp"]);
        Assert.Equal(1, (int)again!["metadata"]!["deletionGracePeriodSeconds"]!);
    }

    [Fact]
    public async Task DeleteAsync_UnplacedPod_IsMarkedThenRemoved()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Pod, "demo", """{"metadata":{"name":"p"},"spec":{}}""");
        var seen = new List<string>();
        using var subscription = api.Verbs.Subscribe(TestKinds.Pod, change => seen.Add($"{change.Type} {change.Object["metadata"]!["deletionTimestamp"]}"));

        Assert.Null(await api.DeleteAsync(TestKinds.Pod, "p"));

        Assert.Equal(["MODIFIED 2026-01-01T00:00:00Z", "DELETED 2026-01-01T00:00:00Z"], seen);
    }

    [Fact]
    public async Task DeleteAsync_WithFinalizer_WaitsUntilItIsRemoved()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x","finalizers":["a/b"]}}""");

        Assert.NotNull(await api.DeleteAsync(TestKinds.ConfigMap, "x"));
        Assert.NotNull(api.Verbs.Find(TestKinds.ConfigMap, "demo", "x"));
        await api.UpdateAsync(TestKinds.ConfigMap, "x", value => value["metadata"]!.AsObject().Remove("finalizers"));

        Assert.Null(api.Verbs.Find(TestKinds.ConfigMap, "demo", "x"));
    }

    [Theory]
    [InlineData("Foreground", "foregroundDeletion")]
    [InlineData("Orphan", "orphan")]
    public async Task DeleteAsync_WithPropagation_LeavesTheFinalizerForTheCollector(string policy, string finalizer)
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""");

        var left = await api.DeleteAsync(TestKinds.ConfigMap, "x", new DeleteOptions { PropagationPolicy = policy });

        Assert.Equal(finalizer, (string?)left!["metadata"]!["finalizers"]![0]);
        Assert.NotNull(left["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public async Task DeleteAsync_OtherUid_IsAConflict()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.ConfigMap, "demo", """{"metadata":{"name":"x"}}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.DeleteAsync(TestKinds.ConfigMap, "x", new DeleteOptions { PreconditionUid = "other" }));

        Assert.StartsWith(
            "Operation cannot be fulfilled on ConfigMap \"x\": the UID in the precondition (other) does not match the UID in record (",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeleteAsync_Namespace_TurnsTerminatingUntilItIsFinalized()
    {
        var api = await TestApi.StartAsync();
        await api.UpdateAsync(TestKinds.Namespace, "demo", value => value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") });

        var left = await api.DeleteAsync(TestKinds.Namespace, "demo");
        Assert.Equal("Terminating", (string?)left!["status"]!["phase"]);
        await api.UpdateAsync(TestKinds.Namespace, "demo", value => value.Remove("spec"), new WriteOptions { Subresource = "finalize" });

        Assert.Null(api.Verbs.Find(TestKinds.Namespace, "", "demo"));
    }

    [Fact]
    public async Task DeleteAsync_DefaultNamespace_IsForbidden()
    {
        var api = await TestApi.StartAsync();
        await api.CreateAsync(TestKinds.Namespace, "", """{"metadata":{"name":"default"}}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => api.DeleteAsync(TestKinds.Namespace, "default"));

        Assert.Equal("namespaces \"default\" is forbidden: this namespace may not be deleted", refusal.Message);
    }
}
