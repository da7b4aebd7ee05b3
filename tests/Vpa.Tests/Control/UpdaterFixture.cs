using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Vpa.Tests.Control;

/// <summary>The updater over a cluster in this process, both in one virtual time: rounds are made by hand, or by its loop.</summary>
internal sealed class UpdaterFixture : IAsyncDisposable
{
    private const string Meta = """{"name":"NAME","labels":{"app":"web"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-1","uid":"UID","controller":true}]}""";

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private Task _running = Task.CompletedTask;
    private string _owner = "";

    private UpdaterFixture(VpaCluster cluster, VirtualTimeProvider time, VerticalOptions options, IQuotaHeadroom? quotas)
    {
        (Cluster, Time) = (cluster, time);
        var services = new ServiceCollection()
            .AddSingleton(cluster.Client)
            .AddSingleton<MetricTable>()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(quotas ?? new NoQuotas())
            .AddMetrics()
            .AddVpa(options);
        _services = services.BuildServiceProvider();
    }

    public VpaCluster Cluster { get; }

    public VirtualTimeProvider Time { get; }

    public VerticalBook Book => _services.GetRequiredService<VerticalBook>();

    public PodWriter Writer => _services.GetRequiredService<PodWriter>();

    private VerticalCaches Caches => _services.GetRequiredService<VerticalCaches>();

    /// <summary>With an autoscaler of the mode, and so many pods, a and on, of its target.</summary>
    public static async Task<UpdaterFixture> WithPodsAsync(string mode, int count, VerticalOptions? options = null)
    {
        var updater = await StartAsync(count, options);
        await updater.AddVpaAsync(mode);
        foreach (var name in "abcdefgh"[..count])
        {
            await updater.AddPodAsync($"{name}");
        }

        return updater;
    }

    /// <summary>Starts a cluster with a deployment of so many replicas, named web, and the webhook's lease.</summary>
    public static async Task<UpdaterFixture> StartAsync(int replicas, VerticalOptions? options = null, IQuotaHeadroom? quotas = null)
    {
        var time = new VirtualTimeProvider(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var fixture = new UpdaterFixture(await VpaCluster.StartAsync(time: time), time, options ?? new(), quotas);
        await fixture.AddWorkloadAsync(replicas);
        await fixture.RenewLeaseAsync();
        return fixture;
    }

    /// <summary>The named autoscaler of web in a mode, recommending 500m and 500Mi.</summary>
    public async Task AddVpaAsync(string mode, string name = "web", string cpu = "500m")
    {
        await Cluster.AddVpaAsync(name, "web", mode);
        var amounts = $$"""{"cpu":"{{cpu}}","memory":"500Mi"}""";
        await Cluster.PatchAsync(VerticalPodAutoscaler.Route.Of("default", name).Sub("status"),
            $$"""{"status":{"recommendation":{"containerRecommendations":[{"containerName":"app","target":{{amounts}},"lowerBound":{{amounts}},"upperBound":{{amounts}} }]},"conditions":[]} }""");
    }

    /// <summary>A pod of web's that runs with 100m and 100Mi.</summary>
    public Task AddPodAsync(string name, bool isManaged = true)
    {
        var metadata = isManaged ? Meta.Replace("NAME", name, StringComparison.Ordinal).Replace("UID", _owner, StringComparison.Ordinal) : $$"""{"name":"{{name}}","labels":{"app":"web"} }""";
        return AddPodAsync(name, metadata, "100m");
    }

    public async Task AddPodAsync(string name, string metadata, string cpu)
    {
        await Cluster.CreateAsync(KubeRoute.Pods.In("default"),
            """{"apiVersion":"v1","kind":"Pod","metadata":META,"spec":{"nodeName":"node","terminationGracePeriodSeconds":0,"containers":[{"name":"app","image":"app","resources":{"requests":{"cpu":"CPU","memory":"100Mi"}}}]}}"""
                .Replace("META", metadata, StringComparison.Ordinal).Replace("CPU", cpu, StringComparison.Ordinal));
        await Cluster.PatchAsync(KubeRoute.Pods.Of("default", name).Sub("status"), """{"status":{"phase":"Running"}}""");
    }

    public async Task RenewLeaseAsync()
    {
        var route = AdmissionLease.RouteOf("kube-system");
        var spec = $$"""{"holderIdentity":"webhook","renewTime":"{{Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}""";
        if (await Cluster.Client.FindAsync(route, KubeJson.Default.Lease) is null)
        {
            await Cluster.CreateAsync(route with { Name = "" }, $$"""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"vpa-admission-controller"},"spec":{{spec}} }""");
        }

        await Cluster.PatchAsync(route, $$"""{"spec":{{spec}} }""");
    }

    /// <summary>Makes one round after the interval, with caches that know all that was written.</summary>
    public async Task RoundAsync(bool renewsLease = true)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        if (renewsLease)
        {
            await RenewLeaseAsync();
        }

        await SyncAsync();
        await _services.GetRequiredService<PodUpdater>().ReconcileAsync(UpdateWaking.KeyOf(""), _stop.Token);
    }

    /// <summary>Lets the loop run, as while leading.</summary>
    public async Task LeadAsync()
    {
        await SyncAsync();
        var loop = _services.GetRequiredService<UpdateLoop>();
        loop.Subscribe();
        _running = Task.WhenAll(_running, loop.LeadAsync(_stop.Token));
    }

    /// <summary>Runs the whole controller as a candidate for a leadership that another one holds.</summary>
    public async Task RunAsCandidateAsync()
    {
        await Cluster.CreateAsync(new("coordination.k8s.io", "v1", "leases", "default"),
            $$"""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"leader"},"spec":{"holderIdentity":"another","leaseDurationSeconds":15,"renewTime":"{{Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffffZ}}"} }""");
        var lease = new LeaderLease(
            Cluster.Client, new() { Name = "leader", Namespace = "default", Identity = "us", Random = new(1) }, Time, NullLogger<LeaderLease>.Instance);
        _running = _services.GetRequiredService<VerticalController>().RunAsync(lease, _stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(Count("GET /apis/coordination.k8s.io/v1/namespaces/default/leases/leader") > 0), "a try for leadership");
    }

    /// <summary>Lets at most so much time pass, little by little, and waits until the claim is true.</summary>
    public Task AdvanceUntilAsync(Func<bool> claim, TimeSpan atMost)
    {
        var end = Time.GetUtcNow() + atMost;
        return Eventually.TrueAsync(
            () =>
            {
                Time.Advance(Time.GetUtcNow() < end ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero);
                return Task.FromResult(claim());
            },
            "what is claimed");
    }

    public async Task<IReadOnlyList<string>> PodsAsync() =>
        [.. (await Cluster.Client.ListAsync(KubeRoute.Pods.In("default"), new(), KubeJson.Default.Pod)).Items.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal)];

    public Task<Pod> PodAsync(string name) => Cluster.Client.GetAsync(KubeRoute.Pods.Of("default", name), KubeJson.Default.Pod);

    /// <summary>The events once there are so many.</summary>
    public Task<IReadOnlyList<KubeEvent>> EventsAsync(int count) => Eventually.GetAsync(
        async () => (await Cluster.Client.ListAsync(new KubeRoute("", "v1", "events", "default"), new(), KubeJson.Default.KubeEvent)).Items is var events && events.Count >= count ? events : null,
        $"{count} events");

    /// <summary>The condition of a type that the updater says of an autoscaler, as "Reason: Message"; null for none.</summary>
    public string? Said(string type = UpdateConditions.Held, string vpa = "web") => Book.ConditionsOf(VerticalBook.KeyOf("default", vpa))
        .Where(condition => condition.Type == type).Select(condition => $"{condition.Reason}: {condition.Message}").FirstOrDefault();

    public int Count(string request) => Cluster.Requests.Count(asked => asked.EndsWith(request, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _services.DisposeAsync();
        await Cluster.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AddWorkloadAsync(int replicas)
    {
        await Cluster.CreateAsync(KubeRoute.Nodes, """{"apiVersion":"v1","kind":"Node","metadata":{"name":"node"},"status":{"allocatable":{"cpu":"64","memory":"256Gi"} } }""");
        await Cluster.AddDeploymentAsync("web");
        var deployment = await Cluster.Client.GetAsync(new KubeRoute("apps", "v1", "deployments", "default", "web"), KubeJson.Default.Workload);
        await Cluster.CreateAsync(new KubeRoute("apps", "v1", "replicasets", "default"),
            """
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-1","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"UID","controller":true}]},
            "spec":{"replicas":COUNT,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app"}]}}}}
            """.Replace("UID", deployment.Metadata.Uid, StringComparison.Ordinal).Replace("COUNT", $"{replicas}", StringComparison.Ordinal));
        _owner = (await Cluster.Client.GetAsync(new KubeRoute("apps", "v1", "replicasets", "default", "web-1"), KubeJson.Default.Workload)).Metadata.Uid;
    }

    private async Task SyncAsync()
    {
        if (_running.IsCompleted)
        {
            NamedLoop[] loops = [.. Caches.Loops, .. _services.GetRequiredService<UpdateLoop>().Loops];
            _running = Task.WhenAll(loops.Select(loop => loop.Run(_stop.Token)));
            await Caches.WaitUntilKnownAsync(_stop.Token);
            await _services.GetRequiredService<Informer<HorizontalPodAutoscaler>>().WaitForSyncAsync(_stop.Token);
        }

        await SyncAsync(KubeRoute.Pods, KubeJson.Default.Pod, Caches.Pods.Cache);
        await SyncAsync(VerticalPodAutoscaler.Route, VerticalPodAutoscaler.JsonType, Caches.Autoscalers.Cache);
        await SyncAsync(
            KubeRoute.HorizontalPodAutoscalers, KubeJson.Default.HorizontalPodAutoscaler, _services.GetRequiredService<Informer<HorizontalPodAutoscaler>>().Cache);
    }

    private Task SyncAsync<T>(KubeRoute route, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, ObjectCache<T> cache)
        where T : class, IKubeObject => Eventually.TrueAsync(
        async () =>
        {
            var there = (await Cluster.Client.ListAsync(route, new(), type)).Items;
            return there.Count == cache.Count && there.All(item => cache.Find(item.Metadata.Namespace, item.Metadata.Name)?.Metadata.ResourceVersion == item.Metadata.ResourceVersion);
        },
        $"the cache of {route.Plural}");
}
