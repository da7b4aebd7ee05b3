using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>What the webhook follows in the cluster to set new pods right.</summary>
public sealed record AdmissionCaches(DefinedInformer<VerticalPodAutoscaler> Autoscalers, Informer<LimitRange> LimitRanges, VpaTargets Targets)
{
    /// <summary>Whether reviews can be answered.</summary>
    public bool IsKnown => Autoscalers.IsKnown && LimitRanges.HasSynced && Targets.IsKnown;

    /// <summary>What keeps them up to date; whoever shares one of them may run it too.</summary>
    internal IReadOnlyList<NamedLoop> Loops =>
    [
        new("the informer of vertical autoscalers", Autoscalers.RunAsync),
        new("the informer of limit ranges", LimitRanges.RunAsync),
        .. Targets.Loops,
    ];

    /// <summary>What the limit ranges of a namespace hold pods to.</summary>
    public LimitRangeBounds BoundsOf(string @namespace) => LimitRangeBounds.Of(LimitRanges.Cache.InNamespace(@namespace));

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Autoscalers.WaitUntilKnownAsync(cancellationToken),
        LimitRanges.WaitForSyncAsync(cancellationToken),
        Targets.WaitUntilKnownAsync(cancellationToken));
}
