using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>Knows whether new pods would be given their requests, by the lease of the webhook that does so.</summary>
internal sealed class AdmissionWatch(KubeClient client, UpdaterOptions options, TimeProvider time)
{
    /// <summary>Why nothing may be evicted; null when new pods are seen to, or nobody asks for that.</summary>
    public async Task<EvictionHold?> HoldAsync(CancellationToken cancellationToken)
    {
        if (!options.NeedsAdmission)
        {
            return null;
        }

        try
        {
            var lease = await client.FindAsync(AdmissionLease.RouteOf(options.LeaseNamespace), KubeJson.Default.Lease, cancellationToken);
            return AdmissionLease.HoldOf(lease, options.LeaseNamespace, time.GetUtcNow());
        }
        catch (Exception failure) when (
            !cancellationToken.IsCancellationRequested && (failure is KubeError || ControlLoopOptions.Classify(failure) == FailureKind.Transient))
        {
            return AdmissionLease.Unseen($"the lease {options.LeaseNamespace}/{AdmissionLease.Name} of the webhook cannot be read ({failure.Message})");
        }
    }
}
