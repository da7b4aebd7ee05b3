using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Control;

/// <summary>What the updater tells the time by, asks and reports to.</summary>
internal sealed record UpdateTools(
    VerticalCaches Caches, VerticalBook Book, IQuotaHeadroom Quotas, UpdaterTelemetry Telemetry, VerticalOptions Options, TimeProvider Time)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>How pods are updated.</summary>
    public UpdaterOptions Updater => Options.Updater;

    /// <summary>Whether pods may be changed.</summary>
    public bool IsActive => Options.Mode == VerticalMode.Active;

    /// <summary>All pods of the namespaces of these autoscalers.</summary>
    public IEnumerable<Pod> PodsBeside(IEnumerable<ObjectKey> autoscalers) =>
        autoscalers.Select(key => key.Namespace).Distinct().SelectMany(Caches.Pods.Cache.InNamespace);

    /// <summary>The keys of all autoscalers.</summary>
    public IEnumerable<ObjectKey> KnownAutoscalers() =>
        Caches.Autoscalers.Cache.All.Select(vpa => VerticalBook.KeyOf(vpa.Metadata.Namespace, vpa.Metadata.Name));
}
