using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>
/// Sets the defaults of limit ranges on new and resized pods, and refuses pods and claims that break their bounds; a write waits until
/// the limit ranges are known, for as long as its review may take.
/// </summary>
public sealed class LimitRangePolicy(Informer<LimitRange> limitRanges) : IAdmissionPolicy
{
    private static readonly IReadOnlyList<AdmissionRule> Pods =
    [
        new([AdmissionOperation.Create], [""], ["pods"]),
        new([AdmissionOperation.Update], [""], ["pods/resize"]),
    ];

    /// <inheritdoc />
    public string Name => "limit-range";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => Pods;

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates { get; } =
        [.. Pods, new([AdmissionOperation.Create, AdmissionOperation.Update], [""], ["persistentvolumeclaims"])];

    /// <inheritdoc />
    public bool HasEffects => false;

    /// <inheritdoc />
    public async ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken)
    {
        var ranges = await InForceAsync(request, cancellationToken);
        if (ranges.Count == 0 || request.Read(KubeJson.Default.Pod) is not { } pod)
        {
            return AdmissionVerdict.Allowed;
        }

        var defaults = LimitRangeDefaults.For(pod.Spec, ranges);
        PodDefaulting.Write(defaults, target);
        if (request.Subresource.Length == 0)
        {
            // A subresource cannot change metadata.
            PodDefaulting.Annotate(defaults, target);
        }

        return AdmissionVerdict.Allowed;
    }

    /// <inheritdoc />
    public async ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var ranges = await InForceAsync(request, cancellationToken);
        return ranges.Count == 0 ? AdmissionVerdict.Allowed
            : request.Resource == "pods"
            ? Judge(request, request.Read(KubeJson.Default.Pod), pod => LimitRangeRules.Refuse(pod.Spec, ranges))
            : Judge(request, request.Read(KubeJson.Default.PersistentVolumeClaim), claim => LimitRangeRules.Refuse(claim.Spec, ranges));
    }

    private static AdmissionVerdict Judge<T>(AdmissionRequest request, T? item, Func<T, string?> refuse)
        where T : class, IKubeObject => item is not null && refuse(item) is { } why
            ? new() { Denial = AdmissionDenial.Forbidden(request, item.Metadata, why) }
            : AdmissionVerdict.Allowed;

    // None for what is being deleted. Once filled, the cache is the truth, also where it holds none for the namespace: upstream asks the
    // server then, and believes the answer for half a minute, which delays new limit ranges and keeps deleted ones.
    private async ValueTask<IReadOnlyCollection<LimitRange>> InForceAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await limitRanges.WaitForSyncAsync(cancellationToken);
        LimitRange[] ranges = [.. limitRanges.Cache.InNamespace(request.Namespace)];
        return ranges.Length > 0 && request.ReadOld(KubeJson.Default.PartialObjectMetadata)?.Metadata.DeletionTimestamp is not null ? [] : ranges;
    }
}
