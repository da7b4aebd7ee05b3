using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>Reads one recorded scenario into facts: what the caches and the metrics APIs held at each step.</summary>
internal sealed class VectorScenario
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly JsonElement _scenario;
    private HpaPlan _plan;

    public VectorScenario(JsonElement scenario)
    {
        _scenario = scenario;
        _plan = PlanOf(scenario.GetProperty("hpa"));
        Hpa = new() { Metadata = new() { Namespace = "ns", Name = "hpa" }, Spec = _plan.Spec };
        var (controller, gates) = (scenario.GetProperty("controller"), scenario.GetProperty("featureGates"));
        Options = new()
        {
            Tolerance = controller.GetProperty("tolerance").GetDouble(),
            CpuInitializationPeriod = Recorded.Duration(controller.GetProperty("cpuInitializationPeriod").GetString()!),
            InitialReadinessDelay = Recorded.Duration(controller.GetProperty("delayOfInitialReadinessStatus").GetString()!),
            DownscaleStabilization = Recorded.Duration(controller.GetProperty("downscaleStabilisationWindow").GetString()!),
            ConfigurableTolerance = gates.GetProperty("HPAConfigurableTolerance").GetBoolean(),
            ScaleToZero = gates.GetProperty("HPAScaleToZero").GetBoolean(),
            PodLevelResources = gates.GetProperty("PodLevelResources").GetBoolean(),
            UpstreamArithmetic = true,
        };
    }

    public DecisionOptions Options { get; }

    public HorizontalPodAutoscaler Hpa { get; set; }

    public ScalingHistory History { get; set; } = ScalingHistory.Empty;

    public IEnumerable<JsonElement> Steps => _scenario.GetProperty("steps").EnumerateArray();

    public static DateTimeOffset TimeOf(JsonElement offset) => Start.AddSeconds(offset.GetInt64());

    public ScaleFacts FactsAt(JsonElement step)
    {
        if (step.TryGetProperty("hpa", out var changed))
        {
            _plan = PlanOf(changed);
            Hpa = Hpa with { Spec = _plan.Spec };
        }

        var facts = new ScaleFacts { Hpa = Hpa, Plan = _plan, History = History };
        if (FailureAt(step) is { } failure)
        {
            return facts with { Failure = failure };
        }

        var selector = _scenario.GetProperty("selector").GetString()!;
        var target = TargetAt(step, selector);
        var readings = new StepReadings(step, [.. target.Pods.Select(p => p.Pod)]);
        return facts with
        {
            Scale = new()
            {
                Spec = new() { Replicas = step.GetProperty("currentReplicas").GetInt32() },
                Status = new() { Replicas = step.GetProperty("statusReplicas").GetInt32(), Selector = selector },
            },
            Target = target,
            Readings = [.. _plan.Metrics.Select(readings.Of)],
        };
    }

    private static HpaPlan PlanOf(JsonElement spec) => HpaPlan.Of(spec.Deserialize(KubeJson.Default.HpaSpec)!);

    private ScaleFailure? FailureAt(JsonElement step)
    {
        var reference = _plan.Spec.ScaleTargetRef;
        if (!ScaleTarget.TryParseGroup(reference.ApiVersion, out var group, out var error))
        {
            return new(ScaleFailureKind.InvalidApiVersion, error);
        }

        if ((group, reference.Kind) is not (("apps", "Deployment") or ("", "ReplicationController")))
        {
            return new(ScaleFailureKind.UnknownKind, ScaleTarget.UnknownKindText(group, reference.Kind));
        }

        return step.TryGetProperty("scaleGetError", out var failed) ? new(ScaleFailureKind.Unreadable, failed.GetString()!) : null;
    }

    private TargetPods TargetAt(JsonElement step, string selector)
    {
        try
        {
            var parsed = LabelSelector.Parse(selector);
            List<Pod> pods = [.. StepPods.Of(step).Where(p => parsed.Matches(p.Metadata.Labels))];
            return new() { Selector = selector, Pods = [.. pods.Select(PodTraits.EntryOf)], Controllers = ControllersOf(pods) };
        }
        catch (FormatException e)
        {
            return new() { Selector = selector, SelectorError = e.Message };
        }
    }

    private List<string> ControllersOf(List<Pod> pods)
    {
        List<string> controllers = pods.Count > 0 ? ["ns/hpa"] : [];
        if (_scenario.TryGetProperty("otherHPAs", out var others))
        {
            controllers.AddRange(others.EnumerateArray()
                .Where(o => pods.Any(p => LabelSelector.Parse(o.GetProperty("selector").GetString()!).Matches(p.Metadata.Labels)))
                .Select(o => $"ns/{o.GetProperty("name").GetString()}"));
        }

        controllers.Sort(StringComparer.Ordinal);
        return controllers;
    }
}
