using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>The verbs over the real kinds, without HTTP, admission or controllers.</summary>
internal sealed class KindsApi
{
    public KindsApi()
    {
        Registry = new KindRegistry(KnownKinds.All);
        var store = new ObjectStore();
        Verbs = new ApiVerbs(Registry, store, new AdmissionChain(), new NameGenerator(new Random(1)), new VirtualTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    public KindRegistry Registry { get; }

    public ApiVerbs Verbs { get; }

    public ResourceKind Pods => Registry.Find("", "v1", "pods")!;

    public ResourceKind KindOf(JsonObject value)
    {
        var version = value["apiVersion"]?.GetValue<string>() ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var kind = value["kind"]?.GetValue<string>() ?? "";
        return Registry.FindKind(slash < 0 ? "" : version[..slash], version[(slash + 1)..], kind) ?? throw new ArgumentException($"no kind {version} {kind}");
    }

    public Task<JsonObject> CreateAsync(JsonObject value, bool dryRun = false) =>
        Verbs.CreateAsync(KindOf(value), "default", value, new WriteOptions { DryRun = dryRun }, CancellationToken.None);

    public Task<JsonObject> ResizeAsync(string name, JsonObject patch) =>
        ChangePodAsync(name, "resize", pod => StrategicMergePatch.Apply(pod, patch, Pods.Schema));

    public Task<JsonObject> ChangePodAsync(string name, string? subresource, Func<JsonObject, JsonObject> change) =>
        Verbs.UpdateAsync(Pods, "default", name, change, new WriteOptions { Subresource = subresource }, CancellationToken.None);

    public Task DeletePodAsync(string name, bool atOnce) =>
        Verbs.DeleteAsync(Pods, "default", name, new DeleteOptions { GracePeriodSeconds = atOnce ? 0 : null }, CancellationToken.None);

    public Task<JsonObject> CreateAsync(string json) => CreateAsync(JsonNode.Parse(json)!.AsObject());

    public async Task<ApiError> RefusalAsync(string json) => await Assert.ThrowsAsync<ApiError>(() => CreateAsync(json));
}
