using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>The specification of an autoscaler as decisions use it: defaults filled in, metrics and rules resolved once.</summary>
public sealed class HpaPlan
{
    private static readonly MetricSpec DefaultMetric = new()
    {
        Type = "Resource",
        Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = 80 } },
    };

    private readonly string _targetGroup;

    private HpaPlan(HpaSpec spec)
    {
        Spec = spec;
        MinReplicas = spec.MinReplicas ?? 1;
        MaxReplicas = spec.MaxReplicas;
        Metrics = spec.Metrics.Count == 0 ? [MetricPlan.Of(DefaultMetric)] : [.. spec.Metrics.Select(MetricPlan.Of)];
        _ = ScaleTarget.TryParseGroup(spec.ScaleTargetRef.ApiVersion, out _targetGroup, out _);
        WakesFromZero = Metrics.Any(m => m.LivesWithoutPods);
        if (spec.Behavior is { } behavior)
        {
            ScaleUp = ScalingRules.Up(behavior.ScaleUp);
            ScaleDown = ScalingRules.Down(behavior.ScaleDown);
        }
    }

    /// <summary>What the user asked for.</summary>
    public HpaSpec Spec { get; }

    /// <summary>Lower bound of replicas, 0 or more.</summary>
    public int MinReplicas { get; }

    /// <summary>Upper bound of replicas.</summary>
    public int MaxReplicas { get; }

    /// <summary>The metrics in order of the specification.</summary>
    public IReadOnlyList<MetricPlan> Metrics { get; }

    /// <summary>Whether a metric exists that can be read without pods.</summary>
    public bool WakesFromZero { get; }

    /// <summary>Rules on the way up; null selects the legacy limits.</summary>
    public ScalingRules? ScaleUp { get; }

    /// <summary>Rules on the way down; null selects the legacy limits.</summary>
    public ScalingRules? ScaleDown { get; }

    /// <summary>The key of what is scaled, for an autoscaler of the namespace.</summary>
    public ObjectKey TargetIn(string @namespace) => new(_targetGroup, Spec.ScaleTargetRef.Kind, @namespace, Spec.ScaleTargetRef.Name);

    /// <summary>Reads a specification.</summary>
    public static HpaPlan Of(HpaSpec spec) => new(spec);

    /// <summary>The tolerances in force: those of the object where the gate allows them, else the controller's.</summary>
    public Tolerances TolerancesWith(DecisionOptions options) => options.ConfigurableTolerance
        ? new(ScaleDown?.Tolerance ?? options.Tolerance, ScaleUp?.Tolerance ?? options.Tolerance)
        : new(options.Tolerance, options.Tolerance);
}
