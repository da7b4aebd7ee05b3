using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Tests;

/// <summary>One recorded Deployment with its autoscaler; keeps status, history, events and replicas between decisions.</summary>
internal sealed class LiveTarget
{
    private readonly JsonElement _recorded;
    private readonly HpaPlan _plan;
    private readonly List<(EventNote Event, int Count)> _events = [];
    private HorizontalPodAutoscaler _hpa;
    private ScalingHistory _history = ScalingHistory.Empty;
    private int _replicas;

    public LiveTarget(JsonElement recorded)
    {
        _recorded = recorded;
        _plan = HpaPlan.Of(recorded.GetProperty("hpaSpec").Deserialize(KubeJson.Default.HpaSpec)!);
        _hpa = new() { Metadata = new() { Namespace = recorded.GetProperty("id").GetString()!, Name = "hpa" }, Spec = _plan.Spec };
        _replicas = recorded.GetProperty("replicas").GetInt32();
    }

    public List<string> Run(JsonElement step, DecisionOptions options, DateTimeOffset now)
    {
        var facts = FactsAt(step, now);
        var decision = HorizontalDecider.Decide(facts, options, now);
        var report = HpaReport.Of(facts, decision, RescaleResult.Done, options, now);
        _history = decision.Rescales ? decision.HistoryAfterRescale(_plan, options, now) : decision.History;
        _replicas = decision.Desired;
        _hpa = _hpa with { Status = report.Status };
        foreach (var happened in report.Events)
        {
            var place = _events.FindIndex(e => e.Event == happened);
            if (place < 0)
            {
                _events.Add((happened, 1));
            }
            else
            {
                _events[place] = (happened, _events[place].Count + 1);
            }
        }

        return
        [
            .. Describe(report.Status),
            $"deployment {_replicas}",
            .. _events.Select(e => $"event {e.Event.Type} {e.Event.Reason} {e.Event.Message} ×{e.Count}"),
        ];
    }

    public static IEnumerable<string> Describe(HpaStatus status) =>
    [
        $"currentReplicas {status.CurrentReplicas ?? 0}",
        $"desiredReplicas {status.DesiredReplicas}",
        $"everScaled {status.LastScaleTime is not null}",
        .. status.Conditions.Select(c => $"condition {c.Type} {c.Status} {c.Reason} {c.Message}"),
        .. StepOutcome.Metrics(status.CurrentMetrics ?? []),
    ];

    private ScaleFacts FactsAt(JsonElement step, DateTimeOffset now)
    {
        var pods = PodsAt(now);
        return new()
        {
            Hpa = _hpa,
            Plan = _plan,
            Scale = new() { Spec = new() { Replicas = _replicas }, Status = new() { Replicas = _replicas, Selector = "app=d" } },
            Target = new() { Selector = "app=d", Pods = [.. pods.Select(PodTraits.EntryOf)], Controllers = ["hpa"] },
            Readings = [.. _plan.Metrics.Select(m => m.Kind == MetricKind.External ? External(step, m) : Resource(m, pods.Count, now))],
            History = _history,
        };
    }

    private List<Pod> PodsAt(DateTimeOffset now)
    {
        var recorded = _recorded.TryGetProperty("pods", out var pods) ? [.. pods.EnumerateArray()] : new JsonElement[_replicas];
        return [.. recorded.Select((pod, i) => PodOf(pod, i, now))];
    }

    private Pod PodOf(JsonElement pod, int number, DateTimeOffset now)
    {
        var phase = Find(pod, "phase")?.GetString() ?? "Running";
        var isReady = phase == "Running" && Find(pod, "ready") is not { ValueKind: JsonValueKind.False };
        var created = now.AddSeconds(-(Find(_recorded, "firstSyncAfterSeconds", "result")?.GetDouble() ?? 0));
        return new()
        {
            Metadata = new() { Name = $"d-{number}", Labels = new Dictionary<string, string> { ["app"] = "d" } },
            Spec = new()
            {
                Containers =
                [
                    .. _recorded.GetProperty("containerRequests").EnumerateObject().Select(c => new Container
                    {
                        Name = c.Name,
                        Resources = new() { Requests = c.Value.EnumerateObject().ToDictionary(r => r.Name, r => Quantity.Parse(r.Value.GetString()!)) },
                    }),
                ],
            },
            Status = new()
            {
                Phase = phase,
                StartTime = created.AddSeconds(-(Find(pod, "startAgo")?.GetInt32() ?? 3600)),
                Conditions =
                [
                    new()
                    {
                        Type = "Ready",
                        Status = isReady ? "True" : "False",
                        LastTransitionTime = created.AddSeconds(-(Find(pod, "readyAgo")?.GetInt32() ?? 3595)),
                    },
                ],
            },
        };
    }

    private MetricReading Resource(MetricPlan metric, int pods, DateTimeOffset now) =>
        !_recorded.TryGetProperty("pods", out var recorded) || recorded.EnumerateArray().Take(pods).All(p => Find(p, "cpu") is null)
            ? MetricReading.Failed("no metrics returned from resource metrics API")
            : new() { OfPods = [.. recorded.EnumerateArray().Take(pods).Select(p => SampleOf(p, metric, now))] };

    private PodSample SampleOf(JsonElement pod, MetricPlan metric, DateTimeOffset now)
    {
        if (Find(pod, "cpu") is null)
        {
            return default;
        }

        var own = metric.Container is "" or "app" && Find(pod, metric.Resource) is { } usage ? Quantity.Parse(usage.GetString()!).MilliValue : (long?)null;
        var side = metric.Container is "" or "side" && Find(pod, "side") is { } other ? Quantity.Parse(other.GetString()!).MilliValue : (long?)null;
        return own is null && side is null
            ? default
            : new((own ?? 0) + (side ?? 0), now.AddSeconds(-_recorded.GetProperty("metricAgeSeconds").GetInt32()), Recorded.Duration(_recorded.GetProperty("metricWindow").GetString()!));
    }

    private static MetricReading External(JsonElement step, MetricPlan metric)
    {
        if (!step.TryGetProperty("externalValue", out var value))
        {
            return MetricReading.Failed($"unable to fetch metrics from external metrics API: {AbsenceTexts.NoExternalMetrics(metric.Identifier.Name)}");
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => MetricReading.Failed("no metrics returned from external metrics API"),
            JsonValueKind.Array => new() { Series = [.. value.EnumerateArray().Select(v => Quantity.Parse(v.GetString()!).MilliValue)] },
            _ => new() { Series = [Quantity.Parse(value.GetString()!).MilliValue] },
        };
    }

    private static JsonElement? Find(JsonElement parent, string member, string through) =>
        Find(parent, through) is { } inner ? Find(inner, member) : null;

    private static JsonElement? Find(JsonElement pod, string member) =>
        pod.ValueKind == JsonValueKind.Object && pod.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
