using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>Facts of an autoscaler with a rule for absent metrics.</summary>
internal static class Absent
{
    public const string Why = "unable to fetch metrics from external metrics API: broker: connection refused";

    public static MetricReading Reading { get; } = MetricReading.Failed(Why);

    public static HorizontalPodAutoscaler Hpa(string? rule, params HpaCondition[] conditions) => new()
    {
        Metadata = new()
        {
            Namespace = "ns",
            Name = "hpa",
            Annotations = rule is null ? null : new Dictionary<string, string> { [AbsenceRule.Annotation] = rule },
        },
        Status = new() { Conditions = conditions },
    };

    public static ScaleFacts Facts(string? rule, HpaSpec spec, int current, params MetricReading[] readings) =>
        Some.Facts(spec, current, readings) with { Hpa = Hpa(rule) with { Spec = spec } };

    /// <summary>The facts of the next look, after a decision whose status was written.</summary>
    public static ScaleFacts Next(ScaleFacts facts, ReplicaDecision decision, params MetricReading[] readings) => facts with
    {
        Readings = readings,
        History = decision.History,
        Memories = decision.Memories,
        Hpa = facts.Hpa with { Status = ReportOf(facts, decision).Status },
    };

    public static HpaReport ReportOf(ScaleFacts facts, ReplicaDecision decision, DateTimeOffset? now = null) =>
        HpaReport.Of(facts, decision, RescaleResult.Done, new(), now ?? Some.Now);

    public static HpaCondition? Condition(this HpaReport report, string type = "AbsentMetricsAnswered") =>
        report.Status.Conditions.FirstOrDefault(condition => condition.Type == type);
}
