using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>What the vertical autoscaler follows in the cluster; its own kinds may be defined later, or never.</summary>
public sealed record VerticalCaches(
    DefinedInformer<VerticalPodAutoscaler> Autoscalers,
    DefinedInformer<VerticalPodAutoscalerCheckpoint> Checkpoints,
    Informer<Pod> Pods,
    Informer<LimitRange> LimitRanges,
    VpaTargets Targets,
    TargetTemplates Templates)
{
    /// <summary>Whether everything is known that a recommendation is made from.</summary>
    public bool IsKnown => Autoscalers.IsKnown && Checkpoints.IsKnown && Pods.HasSynced && LimitRanges.HasSynced && Targets.IsKnown;

    /// <summary>What keeps them up to date.</summary>
    internal IReadOnlyList<NamedLoop> Loops =>
    [
        new("the informer of pods", Pods.RunAsync),
        new("the informer of limit ranges", LimitRanges.RunAsync),
        new("the informer of vertical autoscalers", Autoscalers.RunAsync),
        new("the informer of checkpoints", Checkpoints.RunAsync),
        .. Targets.Loops,
        new("the reader of pod templates", Templates.RunAsync),
    ];

    /// <summary>What the limit ranges of a namespace hold pods to.</summary>
    public LimitRangeBounds BoundsOf(string @namespace) => LimitRangeBounds.Of(LimitRanges.Cache.InNamespace(@namespace));

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Autoscalers.WaitUntilKnownAsync(cancellationToken),
        Checkpoints.WaitUntilKnownAsync(cancellationToken),
        Pods.WaitForSyncAsync(cancellationToken),
        LimitRanges.WaitForSyncAsync(cancellationToken),
        Targets.WaitUntilKnownAsync(cancellationToken));
}
