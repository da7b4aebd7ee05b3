using Autoscale.Hpa;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;

namespace Autoscale.Benchmarks.Hpa;

/// <summary>Autoscalers, pods and readings in one namespace, as the caches of a controller hold them.</summary>
internal sealed class HpaWorld
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly SelectorIndex<PodTraits> _pods = new(PodTraits.Of);
    private readonly MetricTable _metrics = new();
    private readonly List<HpaTarget> _targets = [];
    private readonly DecisionOptions _options = new();
    private readonly List<PodUsage> _usage = [];
    private readonly FactsReader _reader;
    private DateTimeOffset _now = Start;

    public HpaWorld() => _reader = new(_pods, _metrics, new NoFixedRequests());

    /// <summary>How many targets there are.</summary>
    public int Count => _targets.Count;

    /// <summary>Adds an autoscaler on CPU at 50 % whose pods use the given share of what they ask for.</summary>
    public void AddTarget(int pods, int percent)
    {
        var app = $"app-{_targets.Count:D5}";
        AddPods(app, pods, percent);
        var hpa = new HorizontalPodAutoscaler { Metadata = new() { Namespace = "production", Name = app }, Spec = SpecOf(app) };
        var scale = new Scale { Spec = new() { Replicas = pods }, Status = new() { Replicas = pods, Selector = $"app={app}" } };
        _targets.Add(new(new("autoscaling", "HorizontalPodAutoscaler", "production", app), hpa, scale));
    }

    /// <summary>Adds pods; nobody selects them unless a target has the same name.</summary>
    public void AddPods(string app, int count, int percent)
    {
        for (var i = 0; i < count; i++)
        {
            var name = $"{app}-6d4cf56db6-{_usage.Count:x5}";
            _pods.Apply(new(null, PodOf(app, name)));
            _usage.Add(new("production", name, Start.AddSeconds(-5), TimeSpan.FromSeconds(15), [new("app", Quantity.FromMilli(percent), Quantity.FromLong(104_857_600))]));
        }
    }

    /// <summary>Publishes the readings, and decides once for every target, as the first look of a controller does.</summary>
    public void Settle()
    {
        _metrics.ReplaceNode(new("node", null, _usage));
        DecideAll();
        DecideAll();
    }

    /// <summary>One decision 15 s after the one before: pods, readings, replicas, status.</summary>
    public HpaReport Decide(int index)
    {
        var target = _targets[index];
        _now += TimeSpan.FromSeconds(15);
        var facts = _reader.Read(target.Key, target.Hpa, target.Scale, _now);
        var decision = HorizontalDecider.Decide(facts, _options, _now);
        _reader.Remember(target.Key, decision);
        var report = HpaReport.Of(facts, decision, RescaleResult.Done, _options, _now);
        if (report.StatusChanged)
        {
            target.Hpa = target.Hpa with { Status = report.Status };
        }

        return report;
    }

    /// <summary>One decision for every target.</summary>
    public void DecideAll()
    {
        for (var i = 0; i < _targets.Count; i++)
        {
            Decide(i);
        }
    }

    private static HpaSpec SpecOf(string app) => new()
    {
        ScaleTargetRef = new() { Kind = "Deployment", Name = app, ApiVersion = "apps/v1" },
        MinReplicas = 1,
        MaxReplicas = 10_000,
        Metrics = [new() { Type = "Resource", Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = 50 } } }],
        Behavior = new() { ScaleUp = new(), ScaleDown = new() },
    };

    private static Pod PodOf(string app, string name) => new()
    {
        Metadata = new()
        {
            Namespace = "production",
            Name = name,
            Labels = new Dictionary<string, string> { ["app"] = app, ["pod-template-hash"] = "6d4cf56db6" },
        },
        Spec = new()
        {
            NodeName = "node",
            Containers =
            [
                new()
                {
                    Name = "app",
                    Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("100m"), ["memory"] = Quantity.Parse("128Mi") } },
                },
            ],
        },
        Status = new()
        {
            Phase = "Running",
            StartTime = Start.AddHours(-2),
            Conditions =
            [
                new() { Type = "PodScheduled", Status = "True", LastTransitionTime = Start.AddHours(-2) },
                new() { Type = "Ready", Status = "True", LastTransitionTime = Start.AddHours(-2).AddSeconds(5) },
            ],
        },
    };

    private sealed class HpaTarget(ObjectKey key, HorizontalPodAutoscaler hpa, Scale scale)
    {
        public ObjectKey Key { get; } = key;

        public Scale Scale { get; } = scale;

        public HorizontalPodAutoscaler Hpa { get; set; } = hpa;
    }
}
