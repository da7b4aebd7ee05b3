using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class ObjectStoreTests
{
    [Fact]
    public void Subscribe_FromAVersion_HandsOverWhatHappenedSince()
    {
        var store = new ObjectStore();
        var first = store.Insert(TestKinds.ConfigMap, Object("a"))!;
        store.Replace(TestKinds.ConfigMap, first, Object("a"));
        store.Insert(TestKinds.Pod, Object("p"));
        var seen = new List<string>();

        using var subscription = store.Subscribe(TestKinds.ConfigMap, 1, change => seen.Add($"{change.Type} {change.Version}"));
        store.Insert(TestKinds.ConfigMap, Object("b"));

        Assert.Equal(["MODIFIED 2", "ADDED 4"], seen);
    }

    [Fact]
    public void Subscribe_BeyondTheWindow_IsExpired()
    {
        var store = new ObjectStore();
        var current = store.Insert(TestKinds.ConfigMap, Object("a"))!;
        for (var change = 0; change < 5000; change++)
        {
            current = store.Replace(TestKinds.ConfigMap, current, Object("a"))!;
        }

        var refusal = Assert.Throws<ApiError>(() => store.Subscribe(TestKinds.ConfigMap, 3, _ => { }));

        Assert.Equal((410, "Expired"), (refusal.Code, refusal.Reason));
        Assert.Equal("too old resource version: 3 (906)", refusal.Message);
    }

    [Fact]
    public void Subscribe_FromTheFuture_IsExpired()
    {
        var store = new ObjectStore(5);

        Assert.Throws<ApiError>(() => store.Subscribe(TestKinds.ConfigMap, 6, _ => { }));
        Assert.Throws<ApiError>(() => store.Subscribe(TestKinds.ConfigMap, 4, _ => { }));
        store.Subscribe(TestKinds.ConfigMap, 5, _ => { }).Dispose();
    }

    [Fact]
    public void Replace_OldVersion_LosesTheRace()
    {
        var store = new ObjectStore();
        var first = store.Insert(TestKinds.ConfigMap, Object("a"))!;
        store.Replace(TestKinds.ConfigMap, first, Object("a"));

        Assert.Null(store.Replace(TestKinds.ConfigMap, first, Object("a")));
        Assert.Null(store.Remove(TestKinds.ConfigMap, first, Object("a")));
    }

    [Fact]
    public void List_TakenBeforeAWrite_DoesNotChange()
    {
        var store = new ObjectStore();
        store.Insert(TestKinds.ConfigMap, Object("a"));
        var before = store.List(TestKinds.ConfigMap, null);

        store.Insert(TestKinds.ConfigMap, Object("b"));

        Assert.Equal(["a"], before.Objects.Select(one => one.Name));
        Assert.Equal(1, before.Version);
    }

    private static JsonObject Object(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "demo" } };
}
