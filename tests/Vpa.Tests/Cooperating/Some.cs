using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Cooperating;

/// <summary>Autoscalers, templates and pods of one workload named web.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly CrossVersionObjectReference Target = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web" };

    public static VerticalPodAutoscaler Vpa(string? mode = "InPlaceOrRecreate", params ContainerResourcePolicy[] policies) => new()
    {
        Metadata = new() { Namespace = "shop", Name = "right-sizer" },
        Spec = new()
        {
            TargetRef = Target,
            UpdatePolicy = new() { UpdateMode = mode },
            ResourcePolicy = policies.Length == 0 ? null : new() { ContainerPolicies = policies },
        },
    };

    /// <summary>Between 2 and 10 replicas on 60 % of CPU; last scaled an hour ago.</summary>
    public static HorizontalPodAutoscaler Hpa(int? current, int? desired = null, TimeSpan? ago = null, params HpaCondition[] conditions) => new()
    {
        Metadata = new() { Namespace = "shop", Name = "scaler", CreationTimestamp = Now.AddDays(-1) },
        Spec = new() { ScaleTargetRef = Target, MinReplicas = 2, MaxReplicas = 10, Metrics = [Utilization("cpu", 60)] },
        Status = new()
        {
            CurrentReplicas = current,
            DesiredReplicas = desired ?? current ?? 0,
            LastScaleTime = current is null ? null : Now - (ago ?? TimeSpan.FromHours(1)),
            Conditions = conditions,
        },
    };

    public static MetricSpec Utilization(string resource, int percent) =>
        new() { Type = "Resource", Resource = new() { Name = resource, Target = new() { Type = "Utilization", AverageUtilization = percent } } };

    public static PodTemplate Template(string? cpu = "500m", string? memory = "512Mi") => new()
    {
        Spec = new() { Containers = [new() { Name = "app", Resources = new() { Requests = Amounts(cpu, memory) } }] },
    };

    public static Pod Pod(string? cpu = "500m", string? memory = "512Mi") => new() { Spec = Template(cpu, memory).Spec };

    public static RecommendedPodResources Recommendation(string cpu, string memory) => new()
    {
        ContainerRecommendations = [new() { ContainerName = "app", Target = Amounts(cpu, memory), LowerBound = Amounts(cpu, memory), UpperBound = Amounts(cpu, memory) }],
    };

    public static CooperationVerdict Decide(HorizontalPodAutoscaler hpa, VerticalPodAutoscaler? vpa = null, PodTemplate? template = null) =>
        Cooperation.Decide(new() { Vpa = vpa ?? Vpa(), Autoscalers = [hpa], Template = template ?? Template() }, new(), Now);

    private static Dictionary<string, Quantity> Amounts(string? cpu, string? memory)
    {
        var amounts = new Dictionary<string, Quantity>();
        if (cpu is not null)
        {
            amounts["cpu"] = Quantity.Parse(cpu);
        }

        if (memory is not null)
        {
            amounts["memory"] = Quantity.Parse(memory);
        }

        return amounts;
    }
}
