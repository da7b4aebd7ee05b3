using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Control;
using Autoscale.Quota.Control;
using Autoscale.Vpa.Control;

namespace Autoscale;

/// <summary>What the admission webhook does: quotas and limit ranges, and what vertical autoscalers recommend to new pods.</summary>
internal sealed record GovernanceSettings
{
    /// <summary>Who enforces, and how quotas are kept; null when neither quotas nor limit ranges are looked at.</summary>
    public QuotaOptions? Quota { get; init; }

    /// <summary>How new pods get what vertical autoscalers recommend, and these are checked when they are written; null when neither is done.</summary>
    public VpaAdmissionOptions? RightSizing { get; init; }

    /// <summary>Where and how reviews are answered.</summary>
    public AdmissionOptions Admission { get; init; } = new();

    /// <summary>Where API servers reach the webhook; null for the loopback address of its port.</summary>
    public WebhookAddress? Address { get; init; }

    /// <summary>How it is registered, once its address is known.</summary>
    public required Func<WebhookAddress, RegistrationOptions> Registration { get; init; }

    /// <summary>Where and how the certificates are kept.</summary>
    public CertificateOptions Certificates { get; init; } = new() { Namespace = "kube-system" };

    /// <summary>The lease of which one process at a time recounts; null when there is only one.</summary>
    public LeaderLeaseOptions? Lease { get; init; }

    /// <summary>What governs a local cluster: this process alone, which is registered for as long as it runs.</summary>
    public static GovernanceSettings Local(GovernanceMode mode) => new()
    {
        Quota = mode == GovernanceMode.Off ? null : new() { Mode = mode },
        Registration = address => new()
        {
            Address = address,
            FailurePolicy = mode == GovernanceMode.Enforce ? WebhookFailurePolicy.Fail : WebhookFailurePolicy.Ignore,
            RemoveOnStop = true,
        },
    };
}
