using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Testing.Vertical;

/// <summary>The vertical autoscaler of a simulated workload: the real model, recommender, cooperation and round, once a minute.</summary>
internal sealed class VerticalSide
{
    private static readonly ObjectKey Key = new("autoscaling.k8s.io", "VerticalPodAutoscaler", WorkloadRun.Namespace, "web");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RunSettings _settings;
    private readonly PodTemplate _template;
    private readonly UsageModel _model;
    private readonly UpdateMemory _memory = new();
    private VerticalPodAutoscaler _vpa;
    private DateTimeOffset _collected;

    public VerticalSide(RunSettings settings, string mode, PodTemplate template, DateTimeOffset now)
    {
        (_settings, _template, _model, _collected) = (settings, template, new(settings.Usage), now);
        _vpa = new()
        {
            Metadata = new() { Namespace = WorkloadRun.Namespace, Name = "web", CreationTimestamp = now },
            Spec = new()
            {
                TargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web" },
                UpdatePolicy = new() { UpdateMode = mode },
                ResourcePolicy = settings.Policy,
            },
        };
        _model.SetVpa(Key, LabelSelector.FromLabels(WorkloadRun.Labels), settings.Policy);
    }

    public void Created(SimulatedPod pod) => _model.SetPod(new(WorkloadRun.Namespace, pod.Name, WorkloadRun.Labels, IsActive: true, [SimulatedPod.Container]));

    public void Gone(SimulatedPod pod) => _model.RemovePod(WorkloadRun.Namespace, pod.Name);

    public void Killed(SimulatedPod pod, DateTimeOffset now) => _model.RecordOom(IdOf(pod), now, pod.MemoryRequest);

    /// <summary>What a new pod gets in place of what its template asks for.</summary>
    public ResourceRequirements Admit(ResourceRequirements asked)
    {
        var pod = new Pod { Spec = new() { Containers = [new() { Name = SimulatedPod.Container, Resources = asked }] } };
        return SimulatedPod.Merged(asked, DesiredOf(pod, _vpa.Status.Recommendation).Containers[0]);
    }

    /// <summary>Takes the usage of all pods in and recommends.</summary>
    public void Recommend(IReadOnlyList<SimulatedPod> pods, DateTimeOffset now)
    {
        _model.SetNow(now);
        foreach (var pod in pods.Where(pod => pod.Serves(now) && pod.UsedBytes > 0))
        {
            _model.AddUsage(IdOf(pod), now, pod.UsedMilli, pod.UsedBytes);
        }

        if (now - _collected >= Hour)
        {
            _collected = now;
            _model.Collect(now);
        }

        var recommended = Recommender.Recommend(_vpa, _model.EvidenceOf(Key), _settings.Recommender, _vpa.Status.Recommendation);
        if (recommended.IsProvided)
        {
            _vpa = _vpa with { Status = new() { Recommendation = recommended.Recommendation } };
        }
    }

    /// <summary>The steps of a round over the pods; what comes of each is to be set before the next is taken.</summary>
    public IEnumerable<UpdateStep> Round(IReadOnlyList<SimulatedPod> pods, int replicas, HorizontalPodAutoscaler? horizontal, DateTimeOffset now)
    {
        var verdict = _settings.Cooperates && horizontal is not null
            ? Cooperation.Decide(new() { Vpa = _vpa, Autoscalers = [horizontal], Template = _template }, _settings.Cooperation, now)
            : CooperationVerdict.Free;
        var facts = new RoundFacts
        {
            Vpa = _vpa,
            Pods = [.. pods.Select(pod => CandidateOf(pod.Show(now).Pod, verdict))],
            Replicas = new Dictionary<PodCreator, int> { [WorkloadRun.Creator] = replicas },
            Now = now,
            BurstHold = verdict is { IsBurst: true, Condition: { } burst } ? new(burst.Reason ?? "", burst.Message ?? "") : null,
        };
        _memory.Forget(facts.Pods.Select(candidate => candidate.Pod));
        return new UpdateRound(facts, _memory, _settings.Updater).Steps();
    }

    private PodCandidate CandidateOf(Pod pod, CooperationVerdict verdict)
    {
        var recommendation = _vpa.Status.Recommendation is { } all ? verdict.Permitted(all, pod) : null;
        var capped = PodCapping.Cap(recommendation, _vpa.Spec.ResourcePolicy, pod, LimitRangeBounds.None);
        return new() { Pod = pod, Recommendation = capped.Recommendation, Desired = PodResources.Of(_vpa, pod, capped, LimitRangeBounds.None) };
    }

    private PodResources DesiredOf(Pod pod, RecommendedPodResources? recommendation) =>
        PodResources.Of(_vpa, pod, PodCapping.Cap(recommendation, _vpa.Spec.ResourcePolicy, pod, LimitRangeBounds.None), LimitRangeBounds.None);

    private static ContainerId IdOf(SimulatedPod pod) => new(WorkloadRun.Namespace, pod.Name, SimulatedPod.Container);
}
