using Autoscale.Hpa;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Testing.Vertical;

/// <summary>The horizontal autoscaler of a simulated workload: the real decider with its real status, on simulated readings.</summary>
internal sealed class HorizontalSide
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    private readonly RunSettings _settings;
    private readonly HpaPlan _plan;
    private readonly IReadOnlyList<RequestBasis?> _bases;
    private ScalingHistory _history = ScalingHistory.Empty;

    public HorizontalSide(RunSettings settings, HpaSpec spec, PodTemplate template, DateTimeOffset created)
    {
        (_settings, _plan) = (settings, HpaPlan.Of(spec));
        Autoscaler = new()
        {
            Metadata = new() { Namespace = WorkloadRun.Namespace, Name = "web", CreationTimestamp = created },
            Spec = spec,
        };
        _bases = settings.Cooperates
            ? [new RequestBasis { Owner = "VerticalPodAutoscaler web", Target = "Deployment web", Template = template }]
            : [];
    }

    /// <summary>The autoscaler with its newest status.</summary>
    public HorizontalPodAutoscaler Autoscaler { get; private set; }

    /// <summary>How many replicas there shall be.</summary>
    public int Decide(int replicas, IReadOnlyList<SimulatedPod> pods, DateTimeOffset now)
    {
        var facts = FactsOf(replicas, pods, now);
        var decision = HorizontalDecider.Decide(facts, _settings.Decision, now);
        _history = decision.Rescales ? decision.HistoryAfterRescale(_plan, _settings.Decision, now) : decision.History;
        var report = HpaReport.Of(facts, decision, RescaleResult.Done, _settings.Decision, now);
        Autoscaler = Autoscaler with { Status = report.Status };
        return decision.Desired;
    }

    private ScaleFacts FactsOf(int replicas, IReadOnlyList<SimulatedPod> pods, DateTimeOffset now) => new()
    {
        Hpa = Autoscaler,
        Plan = _plan,
        Scale = new() { Spec = new() { Replicas = replicas }, Status = new() { Replicas = pods.Count, Selector = WorkloadRun.Selector } },
        Target = new() { Selector = WorkloadRun.Selector, Pods = [.. pods.Select(pod => pod.Show(now))] },
        Readings = [new() { OfPods = [.. pods.Select(pod => SampleOf(pod, now))] }],
        History = _history,
        Bases = _bases,
    };

    private static PodSample SampleOf(SimulatedPod pod, DateTimeOffset now) => pod.Serves(now - Window) ? new(pod.UsedMilli, now, Window) : default;
}
