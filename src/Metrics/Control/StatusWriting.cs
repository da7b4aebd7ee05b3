using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>Writes the statuses of sources and tells of their turns by events, where this process is the one to do so, and no oftener than it must.</summary>
internal sealed class StatusWriting(KubeClient client, EventRecorder events, TimeProvider time)
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Succession = TimeSpan.FromSeconds(5);

    /// <summary>Whether this process writes; always by default.</summary>
    public Func<bool> IsMine { get; set; } = () => true;

    /// <summary>Writes what is due, and says when to look again.</summary>
    public async Task<TimeSpan> WriteAsync(
        ObjectKey key, IDeclaredSource cached, SourcePlan plan, SourceSlot slot, CancellationToken cancellationToken)
    {
        if (!IsMine())
        {
            return Succession;
        }

        var source = slot.Status.Newest(cached);
        var now = time.GetUtcNow();
        var next = StatusPlan.Next(source, plan, slot.Newest?.Health, now);
        if (StatusPlan.DueIn(source.Status, next, slot.Status.WrittenAt, now) is not { } due)
        {
            return Renewal;
        }

        if (due > TimeSpan.Zero)
        {
            return due;
        }

        slot.Status.Wrote(source, await PatchAsync(source, next, cancellationToken), now);
        if (StatusPlan.IsNews(source.Status, next) && StatusPlan.ReadyOf(next) is { } ready)
        {
            events.Record(ReferenceTo(key, source), NoteOf(ready));
        }

        return Renewal;
    }

    private async Task<IDeclaredSource> PatchAsync(IDeclaredSource source, MetricSourceStatus status, CancellationToken cancellationToken)
    {
        var (patch, (ns, name)) = (StatusPatch.Of(source.Metadata.ResourceVersion, status), (source.Metadata.Namespace, source.Metadata.Name));
        return source is MetricSource
            ? await client.PatchAsync(MetricSource.Route.Of(ns, name).Sub("status"), patch, MetricSource.JsonType, cancellationToken)
            : await client.PatchAsync(ClusterMetricSource.Route.Of("", name).Sub("status"), patch, ClusterMetricSource.JsonType, cancellationToken);
    }

    private static EventNote NoteOf(SourceCondition ready) => ready.Status == "False"
        ? EventNote.Warning(ready.Reason, ready.Message)
        : EventNote.Normal(ready.Reason, ready.Message);

    private static ObjectReference ReferenceTo(ObjectKey key, IDeclaredSource source) => new()
    {
        ApiVersion = $"{MetricSource.Route.Group}/{MetricSource.Route.Version}",
        Kind = key.Kind,
        Namespace = key.Namespace.Length > 0 ? key.Namespace : null,
        Name = key.Name,
        Uid = source.Metadata.Uid,
        ResourceVersion = source.Metadata.ResourceVersion,
    };
}
