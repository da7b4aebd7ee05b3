using Autoscale.Hpa;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Testing.Vertical;

/// <summary>Who runs a workload, and with which settings; without autoscalers pods keep what their template asks for.</summary>
public sealed record RunSettings
{
    /// <summary>The name in tables.</summary>
    public required string Name { get; init; }

    /// <summary>What the template asks for: CPU in thousandths of a core.</summary>
    public required long CpuMilli { get; init; }

    /// <summary>What the template asks for: memory in bytes, which is the limit, too.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>How much CPU a container may use at most, as a multiple of what it asks for.</summary>
    public double CpuLimitRatio { get; init; } = 2;

    /// <summary>Pods at the beginning, and for ever where nobody scales them.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The horizontal autoscaler; null for none.</summary>
    public HpaSpec? Horizontal { get; init; }

    /// <summary>The vertical autoscaler's mode; null for none.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether the two cooperate: utilization of the template's requests, and requests that wait.</summary>
    public bool Cooperates { get; init; }

    /// <summary>How usage is remembered.</summary>
    public UsageOptions Usage { get; init; } = new();

    /// <summary>How requests are estimated.</summary>
    public RecommenderOptions Recommender { get; init; } = new();

    /// <summary>How pods are brought to their recommendation.</summary>
    public UpdaterOptions Updater { get; init; } = new();

    /// <summary>When requests wait for replicas.</summary>
    public CooperationOptions Cooperation { get; init; } = new();

    /// <summary>How replicas are decided: as the controller does at its usual sync of 15 s.</summary>
    public DecisionOptions Decision { get; init; } = new() { DoublingPeriod = TimeSpan.FromSeconds(12) };

    /// <summary>What the vertical autoscaler may recommend; null for anything.</summary>
    public VpaResourcePolicy? Policy { get; init; }

    /// <summary>The step of the simulation, and of the horizontal autoscaler.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From creation until a pod serves.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromSeconds(30);
}
