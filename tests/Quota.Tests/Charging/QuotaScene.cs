using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Api;
using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Charging;

/// <summary>A local cluster over real connections, with no controller but ours, and any number of our replicas beside it.</summary>
internal sealed class QuotaScene : IAsyncDisposable
{
    private const string Token = "letmein";

    private readonly TemporaryFolder _folder = new();
    private readonly List<QuotaReplica> _replicas = [];
    private readonly List<IDisposable> _subscriptions = [];

    public LocalClusterHost Host { get; } =
        new(new LocalClusterOptions { Tokens = new Dictionary<string, ApiUser> { [Token] = ApiUser.Administrator } });

    public KubeConfig Config { get; private set; } = null!;

    public static async Task<QuotaScene> StartAsync()
    {
        var scene = new QuotaScene();
        await scene.Host.StartAsync(CancellationToken.None);
        var path = Path.Combine(scene._folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, scene.Host.Kubeconfig());
        scene.Config = KubeConfig.Load(new KubeConfigSource { Path = path });
        return scene;
    }

    /// <summary>Starts a replica; the first one leads, since nobody else keeps statuses.</summary>
    public async Task<QuotaReplica> ReplicaAsync(QuotaOptions? options = null, bool leads = true)
    {
        var replica = new QuotaReplica(Config, options ?? new() { Mode = GovernanceMode.Enforce }, null);
        _replicas.Add(replica);
        await replica.StartAsync(leads);
        return replica;
    }

    /// <summary>Starts a replica that does not lead, on connections that a test can disturb.</summary>
    public async Task<(QuotaReplica Replica, FaultyTransport Transport)> FaultyReplicaAsync(QuotaOptions options)
    {
        var transport = new FaultyTransport(Host.AuthorityPem);
        var config = new KubeConfig { Server = Host.BaseAddress, Credentials = new StaticCredentials(new(new("Bearer", Token), null)) };
        var replica = new QuotaReplica(config, options, transport);
        _replicas.Add(replica);
        await replica.StartAsync(leads: false);
        return (replica, transport);
    }

    /// <summary>Makes the quotas a and b for ten pods each.</summary>
    public async Task TwoQuotasAsync()
    {
        await QuotaAsync("a", """{"pods":"10"}""");
        await QuotaAsync("b", """{"pods":"10"}""");
    }

    public Task<JsonObject> CreateAsync(string kind, string name, string rest = "", string ns = "default") =>
        CreateAsync(kind, JsonNode.Parse($$"""{"metadata":{"name":"{{name}}"}{{(rest.Length > 0 ? "," + rest : "")}}}""")!.AsObject(), ns);

    public Task<JsonObject> CreateAsync(string kind, JsonObject value, string ns = "default") =>
        Host.Api.Verbs.CreateAsync(Kind(kind), ns, value, WriteOptions.Internal, CancellationToken.None);

    public Task<JsonObject?> DeleteAsync(string kind, string name, string ns = "default") => Host.Api.Verbs.DeleteAsync(
        Kind(kind), ns, name, new DeleteOptions { GracePeriodSeconds = 0 }, CancellationToken.None);

    public Task<JsonObject> UpdateAsync(string kind, string name, Action<JsonObject> change, string? subresource = null) => Host.Api.Verbs.UpdateAsync(
        Kind(kind),
        "default",
        name,
        value =>
        {
            change(value);
            return value;
        },
        new WriteOptions { Subresource = subresource },
        CancellationToken.None);

    /// <summary>Makes a quota, and waits until every replica knows its status.</summary>
    public async Task QuotaAsync(string name, string hard, string ns = "default")
    {
        await CreateAsync("ResourceQuota", name, $"\"spec\":{{\"hard\":{hard}}}", ns);
        await Eventually.TrueAsync(() => Task.FromResult(_replicas.TrueForAll(replica => replica.Knows(name, ns))), $"status of {name} in all caches");
    }

    public JsonObject? Status(string quota, string ns = "default") => Host.Api.Verbs.Find(Kind("ResourceQuota"), ns, quota)?["status"] as JsonObject;

    public string Used(string quota, string resource, string ns = "default") => (string?)Status(quota, ns)?["used"]?[resource] ?? "";

    /// <summary>Every amount that a quota says is used of something from now on.</summary>
    public ConcurrentQueue<string> Follow(string quota, string resource)
    {
        var amounts = new ConcurrentQueue<string>();
        _subscriptions.Add(Host.Api.Verbs.Subscribe(Kind("ResourceQuota"), change =>
        {
            if ((string?)change.Object["metadata"]?["name"] == quota)
            {
                amounts.Enqueue((string?)change.Object["status"]?["used"]?[resource] ?? "");
            }
        }));
        return amounts;
    }

    public int Count(string kind, string ns = "default") => Host.Api.Verbs.List(Kind(kind), ns, LabelSelector.Everything).Count;

    public Task UsedAsync(string quota, string resource, string expected) =>
        Eventually.TrueAsync(() => Task.FromResult(Used(quota, resource) == expected), $"{resource}={expected} in {quota}, now {Status(quota)}");

    public ResourceKind Kind(string kind) => Host.Api.Kinds.All.First(one => one.Kind == kind);

    public static JsonObject Pod(string name, string cpu = "100m")
    {
        var pod = JsonNode.Parse("""{"metadata":{},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{}}}]}}""")!.AsObject();
        pod["metadata"]!["name"] = name;
        pod["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = cpu;
        return pod;
    }

    public static ReadOnlyMemory<byte> Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        _subscriptions.ForEach(one => one.Dispose());
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
