using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Gives new pods what their autoscaler recommends, and the boost of their start, as upstream's webhook does; where a quota has no room
/// for more, a pod keeps what it asks for. It refuses no pod: what it cannot judge goes its way as it is.
/// </summary>
public sealed class RecommendationPolicy(
    PodMatching matching, AdmissionCaches caches, IQuotaHeadroom quotas, VpaAdmissionOptions options, VpaAdmissionTelemetry telemetry) : IAdmissionPolicy
{
    /// <inheritdoc />
    public string Name => "recommendation";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates { get; } = [new([AdmissionOperation.Create], [""], ["pods"])];

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates => [];

    /// <inheritdoc />
    public bool HasEffects => false;

    /// <inheritdoc />
    public bool IsAdvisory => true;

    /// <inheritdoc />
    public async ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken)
    {
        if (request.Read(KubeJson.Default.Pod) is not { } sent)
        {
            return AdmissionVerdict.Allowed;
        }

        // Only the request is sure to say the namespace; a status that was sent along is not the pod's.
        var pod = sent with { Metadata = sent.Metadata with { Namespace = request.Namespace }, Status = new() };
        var vpa = await matching.FindAsync(pod, cancellationToken);
        if (vpa is not null)
        {
            DraftedPod.Apply(PodPatch.AtCreation(pod, vpa.Metadata.Name, ResourcesOf(pod, vpa)), target);
        }

        telemetry.Admitted(vpa is not null);
        return AdmissionVerdict.Allowed;
    }

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AdmissionVerdict.Allowed);

    private PodResources ResourcesOf(Pod pod, VerticalPodAutoscaler vpa)
    {
        var bounds = caches.BoundsOf(pod.Metadata.Namespace);
        var capped = vpa.Status.Recommendation is { } recommendation
            ? PodCapping.Cap(recommendation, vpa.Spec.ResourcePolicy, pod, bounds)
            : CappedRecommendation.None;
        return QuotaFit.Apply(
            pod,
            PodResources.AtCreation(vpa, pod, capped, bounds, options.Boost).Storable(),
            PodResources.AtCreation(vpa, pod, capped, bounds, BoostOptions.None).Storable(),
            (requests, limits) => quotas.Refuses(pod.Metadata.Namespace, requests, limits));
    }
}
