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

    private readonly ObjectKey _target;

    private HpaPlan(HpaSpec spec)
    {
        Spec = spec;
        MinReplicas = spec.MinReplicas ?? 1;
        MaxReplicas = spec.MaxReplicas;
        Metrics = spec.Metrics.Count == 0 ? [MetricPlan.Of(DefaultMetric)] : [.. spec.Metrics.Select(MetricPlan.Of)];
        _target = TargetOf(spec, "");
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
    public ObjectKey TargetIn(string @namespace) => _target with { Namespace = @namespace };

    /// <summary>The key of what a specification scales; the version of a group tells no targets apart.</summary>
    public static ObjectKey TargetOf(HpaSpec spec, string @namespace)
    {
        _ = ScaleTarget.TryParseGroup(spec.ScaleTargetRef.ApiVersion, out var group, out _);
        return new(group, spec.ScaleTargetRef.Kind, @namespace, spec.ScaleTargetRef.Name);
    }

    /// <summary>Reads a specification.</summary>
    public static HpaPlan Of(HpaSpec spec) => new(spec);

    /// <summary>The tolerances in force: those of the object where the gate allows them, else the controller's.</summary>
    public Tolerances TolerancesWith(DecisionOptions options) => options.ConfigurableTolerance
        ? new(ScaleDown?.Tolerance ?? options.Tolerance, ScaleUp?.Tolerance ?? options.Tolerance)
        : new(options.Tolerance, options.Tolerance);
}
