using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Hpa.Tests.Control;

public sealed class HorizontalWakingTests : IDisposable
{
    private readonly VirtualTimeProvider _time = new(Some.Now);
    private readonly SelectorIndex<PodTraits> _pods = new(PodTraits.Of);
    private readonly Interest _interest = new();
    private readonly WorkQueue _queue;
    private readonly HorizontalTiming _timing;
    private readonly HorizontalWaking _waking;

    public HorizontalWakingTests()
    {
        _queue = new(_time);
        _timing = new(new() { Rest = TimeSpan.FromMilliseconds(20) }, _time, new Random(1));
        _waking = new(_queue, _pods, _interest, _timing);
    }

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Moved_ExternalSeries_WakesThoseWhoLookAtIt()
    {
        await AddAsync(Hpa("worker", Some.Queue()), Hpa("other", Some.Queue(metric: "else")), Hpa("web", Some.Cpu()));

        _waking.Moved([new(SeriesKind.External, "ns", "queue", SeriesLabels.None)]);

        Assert.Equal("ns/worker", Assert.Single(await TakenAsync()));
    }

    [Fact]
    public async Task Moved_UsageOfAPod_WakesItsOwnersThatLookAtUsage()
    {
        await AddAsync(Hpa("web", Some.Cpu()), Hpa("worker", Some.Queue()));
        _waking.PodChanged(new(null, Some.Pod("p1")));
        using var first = _pods.Register(KeyOf("web"), LabelSelector.Parse("app=web"));
        using var second = _pods.Register(KeyOf("worker"), LabelSelector.Parse("app"));

        _waking.Moved([new(SeriesKind.PodUsage, "ns", "p1"), new(SeriesKind.PodUsage, "ns", "p1"), new(SeriesKind.PodUsage, "ns", "gone")]);

        Assert.Equal("ns/web", Assert.Single(await TakenAsync()));
    }

    [Fact]
    public async Task Moved_MetricOfAPod_WakesItsOwnersThatLookAtThatMetric()
    {
        await AddAsync(Hpa("web", OfPods("hits")), Hpa("other", OfPods("misses")), Hpa("elsewhere", OfPods("hits")));
        _waking.PodChanged(new(null, Some.Pod("p1")));
        using var first = _pods.Register(KeyOf("web"), LabelSelector.Parse("app=web"));
        using var second = _pods.Register(KeyOf("other"), LabelSelector.Parse("app=web"));

        _waking.Moved([new(SeriesKind.PodMetric, "ns", "hits", Names("Pod", "p1"))]);

        Assert.Equal("ns/web", Assert.Single(await TakenAsync()));
    }

    [Fact]
    public async Task Moved_MetricOfAnObject_WakesThoseWhoLookAtThatObject()
    {
        await AddAsync(Hpa("web", OfService("main")), Hpa("other", OfService("side")));

        _waking.Moved([new(SeriesKind.ObjectMetric, "ns", "hits", Names("Service", "main"))]);

        Assert.Equal("ns/web", Assert.Single(await TakenAsync()));
        var asked = Assert.Single(_interest.Asked(SeriesKind.ObjectMetric, "hits"));
        Assert.Equal(("ns", "path=root"), (asked.Namespace, asked.Selector.ToString()));
    }

    [Fact]
    public async Task Moved_JustLookedAt_RestsFirst()
    {
        await AddAsync(Hpa("worker", Some.Queue()));
        _ = _timing.Start(KeyOf("worker"));

        _waking.Moved([new(SeriesKind.External, "ns", "queue", SeriesLabels.None)]);

        Assert.Empty(await TakenAsync());
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("ns/worker", Assert.Single(await TakenAsync()));
    }

    [Fact]
    public async Task AutoscalerChanged_StatusAlone_WakesNobody()
    {
        var hpa = Hpa("worker", Some.Queue());
        await AddAsync(hpa);

        _waking.AutoscalerChanged(new(hpa, hpa with { Spec = Hpa("worker", Some.Queue()).Spec, Status = new() { DesiredReplicas = 9 } }));

        Assert.Empty(await TakenAsync());
    }

    [Fact]
    public async Task AutoscalerChanged_WishOrPeriod_Wakes()
    {
        var hpa = Hpa("worker", Some.Queue());
        await AddAsync(hpa);

        _waking.AutoscalerChanged(new(hpa, hpa with { Spec = hpa.Spec with { MaxReplicas = 3 } }));
        var edited = await TakenAsync();
        var annotations = new Dictionary<string, string> { [HorizontalOptions.SyncPeriodAnnotation] = "1s" };
        _waking.AutoscalerChanged(new(hpa, hpa with { Metadata = hpa.Metadata with { Annotations = annotations } }));

        Assert.Equal(["ns/worker", "ns/worker"], [.. edited, .. await TakenAsync()]);
    }

    [Fact]
    public async Task AutoscalerChanged_Deleted_WakesOnceMoreAndThenNeverAgain()
    {
        var hpa = Hpa("worker", Some.Queue());
        await AddAsync(hpa);

        _waking.AutoscalerChanged(new(hpa, null));
        var last = await TakenAsync();
        _waking.Moved([new(SeriesKind.External, "ns", "queue", SeriesLabels.None)]);

        Assert.Single(last);
        Assert.Empty(await TakenAsync());
    }

    private static HorizontalPodAutoscaler Hpa(string name, MetricSpec metric) =>
        new() { Metadata = new() { Namespace = "ns", Name = name }, Spec = Some.Spec(metric) };

    private static ObjectKey KeyOf(string name) => new("autoscaling", "HorizontalPodAutoscaler", "ns", name);

    private async Task AddAsync(params HorizontalPodAutoscaler[] autoscalers)
    {
        foreach (var hpa in autoscalers)
        {
            _waking.AutoscalerChanged(new(null, hpa));
        }

        Assert.Equal(autoscalers.Length, (await TakenAsync()).Count);
    }

    private async Task<List<string>> TakenAsync()
    {
        var taken = new List<string>();
        while (_queue.Count > 0)
        {
            var key = await _queue.TakeAsync(CancellationToken.None);
            _queue.Done(key);
            taken.Add(key.ToString());
        }

        return taken;
    }

    private static SeriesLabels Names(string kind, string name) => SeriesLabels.Of(("kind", kind), ("name", name));

    private static MetricSpec OfPods(string metric) => new()
    {
        Type = "Pods",
        Pods = new() { Metric = new() { Name = metric }, Target = new() { Type = "AverageValue", AverageValue = Quantity.FromLong(1) } },
    };

    private static MetricSpec OfService(string name) => new()
    {
        Type = "Object",
        Object = new()
        {
            DescribedObject = new() { ApiVersion = "v1", Kind = "Service", Name = name },
            Metric = new() { Name = "hits", Selector = new() { MatchLabels = new Dictionary<string, string> { ["path"] = "root" } } },
            Target = new() { Type = "Value", Value = Quantity.FromLong(1) },
        },
    };
}
