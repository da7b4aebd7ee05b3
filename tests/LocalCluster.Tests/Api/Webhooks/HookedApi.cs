using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

/// <summary>The verbs over the real kinds with webhooks that really listen; everything is written to the namespace "default".</summary>
internal sealed class HookedApi : IAsyncDisposable
{
    private readonly ApiServer _api = new(new ApiServerOptions { Kinds = KnownKinds.All, Time = TimeProvider.System, Random = new Random(1) });

    private HookedApi(WebhookServer hooks) => Hooks = hooks;

    public WebhookServer Hooks { get; }

    public ApiVerbs Verbs => _api.Verbs;

    public ApiServer Server => _api;

    /// <summary>The warnings that writers were shown.</summary>
    public List<string> Warnings { get; } = [];

    public static async Task<HookedApi> StartAsync()
    {
        var api = new HookedApi(await WebhookServer.StartAsync());
        await api._api.StartAsync(CancellationToken.None);
        return api;
    }

    public ResourceKind Kind(string kind, string version = "") => _api.Kinds.All.First(one => one.Kind == kind && (version.Length == 0 || one.Version == version));

    /// <summary>Registers a webhook that sees all writes of a resource; more fields override.</summary>
    public Task MutatingAsync(string name, string path, string resources = "configmaps", string more = "{}") =>
        RegisterAsync("Mutating", name, Hook(path, resources, more));

    public Task ValidatingAsync(string name, string path, string resources = "configmaps", string more = "{}") =>
        RegisterAsync("Validating", name, Hook(path, resources, more));

    public Task RegisterAsync(string type, string name, params JsonObject[] hooks) => CreateAsync($"{type}WebhookConfiguration", new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["webhooks"] = new JsonArray([.. hooks]),
    });

    public JsonObject Hook(string path, string resources = "configmaps", string more = "{}")
    {
        var hook = JsonNode.Parse($$"""
            {"name":"{{path.Trim('/')}}.example.dev","clientConfig":{{Hooks.Client(path)}},"sideEffects":"None","admissionReviewVersions":["v1"],
             "rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["{{resources}}"]}]}
            """)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(more)!.AsObject())
        {
            hook[field] = value?.DeepClone();
        }

        return hook;
    }

    public Task<JsonObject> CreateAsync(string kind, string json, WriteOptions? options = null) => CreateAsync(kind, JsonNode.Parse(json)!.AsObject(), options);

    public Task<JsonObject> CreateAsync(string kind, JsonObject value, WriteOptions? options = null) =>
        Verbs.CreateAsync(Kind(kind), Kind(kind).Namespaced ? "default" : "", value, (options ?? WriteOptions.Internal) with { Warn = Warn }, CancellationToken.None);

    public Task<JsonObject> UpdateAsync(string kind, string name, Action<JsonObject> change, WriteOptions? options = null) => Verbs.UpdateAsync(
        Kind(kind),
        Kind(kind).Namespaced ? "default" : "",
        name,
        value =>
        {
            change(value);
            return value;
        },
        options ?? WriteOptions.Internal,
        CancellationToken.None);

    public Task<JsonObject?> DeleteAsync(string kind, string name, DeleteOptions? options = null) =>
        Verbs.DeleteAsync(Kind(kind), Kind(kind).Namespaced ? "default" : "", name, options ?? new DeleteOptions(), CancellationToken.None);

    public Task<ApiError> RefusalAsync(string kind, string json, WriteOptions? options = null) =>
        Assert.ThrowsAsync<ApiError>(() => CreateAsync(kind, json, options));

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await Hooks.DisposeAsync();
    }

    private void Warn(string text)
    {
        lock (Warnings)
        {
            Warnings.Add(text);
        }
    }
}
