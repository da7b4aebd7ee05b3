using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>Knows whether new pods would be given their requests, by the lease of the webhook that does so.</summary>
internal sealed class AdmissionWatch(KubeClient client, UpdaterOptions options, TimeProvider time)
{
    private const string Reason = "WebhookUnavailable";
    private const string Consequence = "pods would come back as they were; resizes in place need no webhook and go on";

    /// <summary>Why nothing may be evicted; null when new pods are seen to, or nobody asks for that.</summary>
    public async Task<EvictionHold?> HoldAsync(CancellationToken cancellationToken)
    {
        if (!options.NeedsAdmission)
        {
            return null;
        }

        var name = $"{options.LeaseNamespace}/{AdmissionLease.Name}";
        try
        {
            var lease = await client.FindAsync(AdmissionLease.RouteOf(options.LeaseNamespace), KubeJson.Default.Lease, cancellationToken);
            return AdmissionLease.IsFresh(lease, time.GetUtcNow()) ? null
                : lease is null ? new(Reason, $"there is no lease {name} of a webhook, so that {Consequence}")
                : new(Reason, $"the webhook has not renewed the lease {name} since {lease.Spec.RenewTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, so that {Consequence}");
        }
        catch (Exception failure) when (
            !cancellationToken.IsCancellationRequested && (failure is KubeError || ControlLoopOptions.Classify(failure) == FailureKind.Transient))
        {
            return new(Reason, $"the lease {name} of the webhook cannot be read ({failure.Message}), so that {Consequence}");
        }
    }
}
