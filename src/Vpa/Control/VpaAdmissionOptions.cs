using System.ComponentModel.DataAnnotations;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Validating;

namespace Autoscale.Vpa.Control;

/// <summary>Settings of what the webhook does for vertical autoscalers; the names of VPA's own flags are in the summaries.</summary>
public sealed record VpaAdmissionOptions
{
    /// <summary>Whether start-up boosts may be asked for and are given (gate CPUStartupBoost); yes by default, while VPA 1.7 needs the gate.</summary>
    public bool AllowsStartupBoost { get; init; } = true;

    /// <summary>Whether the mode InPlace may be asked for (gate InPlace); yes by default, while VPA 1.7 needs the gate.</summary>
    public bool AllowsInPlaceMode { get; init; } = true;

    /// <summary>Whether out-of-memory and memory settings may be made per autoscaler (gate PerVPAConfig); yes by default, while VPA 1.7 needs the gate.</summary>
    public bool AllowsSettingsPerVpa { get; init; } = true;

    /// <summary>The CPU that a boosted container requests at most (max-allowed-cpu-boost); zero, the default, for no bound.</summary>
    public Quantity MaxAllowedCpuBoost { get; init; }

    /// <summary>How long the recommendation for a new pod is looked for before the pod goes its way as it is, 10 ms to 10 s; 3 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The namespace of the lease that shows that the webhook is there; kube-system by default, where upstream's updater looks.</summary>
    [Required]
    public string LeaseNamespace { get; init; } = "kube-system";

    /// <summary>How often the lease is renewed, 1 s to 30 s; 10 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan LeaseInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who renews the lease; the machine by default.</summary>
    [Required]
    public string Identity { get; init; } = Environment.MachineName;

    /// <summary>What may be asked for.</summary>
    internal VpaGates Gates => new(AllowsStartupBoost, AllowsInPlaceMode, AllowsSettingsPerVpa);

    /// <summary>What boosts are given.</summary>
    internal BoostOptions Boost => new() { IsEnabled = AllowsStartupBoost, MaxAllowedCpu = MaxAllowedCpuBoost };
}
