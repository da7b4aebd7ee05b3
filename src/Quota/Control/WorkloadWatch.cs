using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>Runs what judging workloads needs beside the caches of quotas and limit ranges, and the events of refused pods.</summary>
public sealed class WorkloadWatch(Informer<KubeNamespace> namespaces, RefusalEvents events)
{
    /// <summary>Whether the namespaces are known, so that reviews can be answered.</summary>
    public bool IsReady => namespaces.HasSynced;

    /// <summary>Works until cancelled, to be called once; throws <see cref="LoopEndedException"/> when a part of it ends.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Together.RunAsync(
        [new("the informer of namespaces", namespaces.RunAsync), new("the events of refused pods", events.RunAsync)], cancellationToken);
}
