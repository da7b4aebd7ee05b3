using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>Builds facts with sensible defaults, so that a test says only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static MetricSpec Cpu(int percent = 50) => new()
    {
        Type = "Resource",
        Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = percent } },
    };

    public static MetricSpec Memory(string perPod) => new()
    {
        Type = "Resource",
        Resource = new() { Name = "memory", Target = new() { Type = "AverageValue", AverageValue = Quantity.Parse(perPod) } },
    };

    public static MetricSpec Queue(string perPod = "10", string metric = "queue") => new()
    {
        Type = "External",
        External = new() { Metric = new() { Name = metric }, Target = new() { Type = "AverageValue", AverageValue = Quantity.Parse(perPod) } },
    };

    public static MetricSpec QueueInAll(string value = "10") => new()
    {
        Type = "External",
        External = new() { Metric = new() { Name = "queue" }, Target = new() { Type = "Value", Value = Quantity.Parse(value) } },
    };

    public static MetricSpec ObjectMetric(string perPod) => new()
    {
        Type = "Object",
        Object = new()
        {
            DescribedObject = new() { Kind = "Service", Name = "main", ApiVersion = "v1" },
            Metric = new() { Name = "hits" },
            Target = new() { Type = "AverageValue", AverageValue = Quantity.Parse(perPod) },
        },
    };

    public static HpaSpec Spec(params MetricSpec[] metrics) => new()
    {
        ScaleTargetRef = new() { Kind = "Deployment", Name = "web", ApiVersion = "apps/v1" },
        MinReplicas = 1,
        MaxReplicas = 1000,
        Metrics = metrics,
        Behavior = new() { ScaleUp = Freely, ScaleDown = Freely },
    };

    public static HpaScalingRules Freely => new()
    {
        StabilizationWindowSeconds = 0,
        Policies = [new() { Type = "Pods", Value = int.MaxValue, PeriodSeconds = 15 }],
    };

    public static Pod Pod(string name = "p", string cpu = "100m", string ready = "True", string phase = "Running") => new()
    {
        Metadata = new() { Namespace = "ns", Name = name, Labels = new Dictionary<string, string> { ["app"] = "web" } },
        Spec = new()
        {
            Containers = [new() { Name = "app", Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) } } }],
        },
        Status = new()
        {
            Phase = phase,
            StartTime = Now.AddHours(-1),
            Conditions = [new() { Type = "Ready", Status = ready, LastTransitionTime = Now.AddHours(-1).AddSeconds(5) }],
        },
    };

    public static IEnumerable<PodEntry<PodTraits>> Pods(int count) => Enumerable.Range(0, count).Select(i => PodTraits.EntryOf(Pod($"p{i}")));

    public static PodSample Sample(long milli) => new(milli, Now.AddSeconds(-15), TimeSpan.FromSeconds(30));

    public static ScaleFacts Facts(HpaSpec spec, int current, params MetricReading[] readings) => new()
    {
        Hpa = new() { Metadata = new() { Namespace = "ns", Name = "hpa" }, Spec = spec },
        Plan = HpaPlan.Of(spec),
        Scale = new() { Spec = new() { Replicas = current }, Status = new() { Replicas = current, Selector = "app=web" } },
        Target = new() { Selector = "app=web", Pods = [.. Pods(current)] },
        Readings = readings,
    };

    public static MetricReading Series(params long[] milli) => new() { Series = milli };

    public static ReplicaDecision Decide(ScaleFacts facts, DecisionOptions? options = null, DateTimeOffset? now = null) =>
        HorizontalDecider.Decide(facts, options ?? new(), now ?? Now);
}
