using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Workloads;

/// <summary>An API with controllers that are run one key at a time until all is quiet, on a clock that a test moves.</summary>
internal sealed class TestCluster
{
    private readonly List<(IController Controller, ObjectKey Key)> _queue = [];
    private readonly Dictionary<(IController Controller, ObjectKey Key), DateTimeOffset> _due = [];

    public TestCluster()
    {
        var kinds = new KindRegistry(LooseKinds.All);
        Admission = new AdmissionChain();
        var store = new ObjectStore();
        Api = new ApiVerbs(kinds, store, Admission, new NameGenerator(new Random(1)), Time);
        Objects = new ClusterObjects(Api, kinds);
        Admission.AddMutating(new NamespaceLifecycle(store, Objects.Namespaces).AdmitAsync);
    }

    public VirtualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public AdmissionChain Admission { get; }

    public ApiVerbs Api { get; }

    public ClusterObjects Objects { get; }

    /// <summary>"component kind/name: type reason message" of every event, in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Refusals that controllers could not deal with; each is tried again a second later.</summary>
    public List<ApiError> Refusals { get; } = [];

    public void Tell(string component, JsonObject involved, EventNote what) =>
        Told.Add($"{component} {involved["kind"]}/{involved.Name()}: {what.Type} {what.Reason} {what.Message}");

    public TestCluster With(IController controller)
    {
        _queue.AddRange(controller.Start.Select(key => (controller, key)));
        foreach (var watch in controller.Watches)
        {
            Api.Subscribe(watch.Kind, change =>
            {
                foreach (var key in watch.Keys(change).Where(key => !_queue.Contains((controller, key))))
                {
                    _queue.Add((controller, key));
                }
            });
        }

        return this;
    }

    public async Task<JsonObject> CreateAsync(ResourceKind kind, string json)
    {
        var value = JsonNode.Parse(json)!.AsObject();
        value["apiVersion"] = kind.ApiVersion;
        value["kind"] = kind.Kind;
        if (kind.Namespaced && Api.Find(Objects.Namespaces, "", "demo") is null)
        {
            await CreateAsync(Objects.Namespaces, """{"metadata":{"name":"demo"}}""");
        }

        var created = await Api.CreateAsync(kind, kind.Namespaced ? "demo" : "", value, WriteOptions.Internal, CancellationToken.None);
        await SettleAsync();
        return created;
    }

    public async Task ChangeAsync(ResourceKind kind, string name, Action<JsonObject> change, bool status = false)
    {
        var value = Get(kind, name);
        await (status ? Objects.ChangeStatusAsync(kind, value, change, CancellationToken.None) : Objects.ChangeAsync(kind, value, change, CancellationToken.None));
        await SettleAsync();
    }

    public async Task DeleteAsync(ResourceKind kind, string name, DeleteOptions? options = null)
    {
        await Api.DeleteAsync(kind, kind.Namespaced ? "demo" : "", name, options ?? new DeleteOptions(), CancellationToken.None);
        await SettleAsync();
    }

    public JsonObject Get(ResourceKind kind, string name) =>
        Find(kind, name) ?? throw new InvalidOperationException($"no {kind.Kind} {name}");

    public JsonObject? Find(ResourceKind kind, string name) => Api.Find(kind, kind.Namespaced ? "demo" : "", name);

    public IReadOnlyList<JsonObject> List(ResourceKind kind) => Api.List(kind, kind.Namespaced ? "demo" : null, LabelSelector.Everything);

    /// <summary>Moves the clock in steps, letting the controllers act at every instant that one of them asked for.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = Time.GetUtcNow() + by;
        while (_due.Count > 0 && _due.Values.Min() is var next && next <= target)
        {
            Time.Advance(next - Time.GetUtcNow());
            foreach (var (entry, _) in _due.Where(pair => pair.Value <= next).ToList())
            {
                _due.Remove(entry);
                _queue.Add(entry);
            }

            await SettleAsync();
        }

        Time.Advance(target - Time.GetUtcNow());
        await SettleAsync();
    }

    /// <summary>Runs the controllers until no key is waiting.</summary>
    public async Task SettleAsync()
    {
        for (var turns = 0; _queue.Count > 0; turns++)
        {
            if (turns > 10_000)
            {
                throw new InvalidOperationException($"never quiet: {_queue[0]}");
            }

            var (controller, key) = _queue[0];
            _queue.RemoveAt(0);
            await StepAsync(controller, key);
        }
    }

    private async Task StepAsync(IController controller, ObjectKey key)
    {
        try
        {
            if (await controller.ReconcileAsync(key, CancellationToken.None) is { } again)
            {
                _due[(controller, key)] = Time.GetUtcNow() + (again > TimeSpan.Zero ? again : TimeSpan.FromMilliseconds(1));
            }
        }
        catch (ApiError error)
        {
            Refusals.Add(error);
            _due[(controller, key)] = Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        }
    }
}
