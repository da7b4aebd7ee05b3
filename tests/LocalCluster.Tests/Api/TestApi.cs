using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Api;

/// <summary>An API with the small kinds, a namespace "demo" and a clock that stands still.</summary>
internal sealed class TestApi
{
    private TestApi()
    {
        Kinds = new KindRegistry([TestKinds.Namespace, TestKinds.ConfigMap, TestKinds.Pod, TestKinds.Deployment]);
        var admission = new AdmissionChain();
        admission.AddMutating(new NamespaceLifecycle(Store, TestKinds.Namespace).AdmitAsync);
        Verbs = new ApiVerbs(Kinds, Store, admission, new NameGenerator(new Random(1)), Time);
    }

    public VirtualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ObjectStore Store { get; } = new();

    public KindRegistry Kinds { get; }

    public ApiVerbs Verbs { get; }

    public static async Task<TestApi> StartAsync()
    {
        var api = new TestApi();
        await api.CreateAsync(TestKinds.Namespace, "", """{"metadata":{"name":"demo"}}""");
        return api;
    }

    public Task<JsonObject> CreateAsync(ResourceKind kind, string ns, string json, WriteOptions? options = null) =>
        Verbs.CreateAsync(kind, ns, JsonNode.Parse(json)!.AsObject(), options ?? WriteOptions.Internal, CancellationToken.None);

    public Task<JsonObject> UpdateAsync(ResourceKind kind, string name, Action<JsonObject> change, WriteOptions? options = null) =>
        Verbs.UpdateAsync(
            kind,
            kind.Namespaced ? "demo" : "",
            name,
            value =>
            {
                change(value);
                return value;
            },
            options ?? WriteOptions.Internal,
            CancellationToken.None);

    public Task<JsonObject?> DeleteAsync(ResourceKind kind, string name, DeleteOptions? options = null) =>
        Verbs.DeleteAsync(kind, kind.Namespaced ? "demo" : "", name, options ?? new DeleteOptions(), CancellationToken.None);
}
