using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Runtimes;
using Autoscale.LocalCluster.Kinds.Scheduling;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>The admission plugins that every API server has, in upstream's order; each is there when the kind that it reads is.</summary>
public static class BuiltInAdmission
{
    /// <summary>Adds the plugins to the chain, before any webhook.</summary>
    public static void AddTo(AdmissionChain chain, ObjectStore store, KindRegistry kinds)
    {
        if (kinds.Find("", "v1", "services") is { } services)
        {
            chain.AddValidating(new NodePortAdmission(store, services).AdmitAsync);
        }

        if (kinds.Find("scheduling.k8s.io", "v1", "priorityclasses") is { } priorities)
        {
            chain.AddMutating(new PriorityAdmission(store, priorities).AdmitAsync);
        }

        if (kinds.Find("storage.k8s.io", "v1", "storageclasses") is { } storage)
        {
            var claims = new ClaimAdmission(store, storage);
            chain.AddMutating(claims.AdmitAsync);
            chain.AddValidating(claims.ValidateAsync);
        }

        if (kinds.Find("node.k8s.io", "v1", "runtimeclasses") is { } runtimes)
        {
            var overhead = new RuntimeClassAdmission(store, runtimes);
            chain.AddMutating(overhead.AdmitAsync);
            chain.AddValidating(overhead.ValidateAsync);
        }

        if (kinds.Find("", "v1", "nodes") is { } nodes)
        {
            chain.AddValidating(new PodResizeAdmission(store, nodes).AdmitAsync);
        }
    }
}
