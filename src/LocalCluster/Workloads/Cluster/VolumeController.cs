using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Keeps the phases of volumes, and lets go deleted volumes and volume attributes classes that nothing uses; no volume is reclaimed.</summary>
internal sealed class VolumeController(ClusterObjects objects, TimeProvider time) : IController
{
    /// <inheritdoc />
    public string Name => "pv-protection-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Volumes),
        Watch.Self(objects.AttributesClasses),
        new(objects.Volumes, change => change.Type == "DELETED" ? Ended() : []),
        new(objects.Claims, change => [.. VolumesOf(change.Object), .. change.Type == "DELETED" ? Ended() : []]),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } value)
        {
            return null;
        }

        await (key.Kind == objects.Volumes.Kind ? KeepAsync(value, cancellationToken) : ReleaseClassAsync(value, cancellationToken));
        return null;
    }

    private async Task KeepAsync(JsonObject volume, CancellationToken cancellationToken)
    {
        var phase = Phase(volume);
        if (phase != volume.Text("status", "phase"))
        {
            var now = time.GetUtcNow();
            volume = await objects.ChangeStatusAsync(
                objects.Volumes,
                volume,
                stored =>
                {
                    stored.Make("status")["phase"] = phase;
                    stored.Make("status")["lastPhaseTransitionTime"] = now.ToWire();
                },
                cancellationToken);
        }

        if (volume.IsTerminating() && phase != "Bound")
        {
            await objects.RemoveFinalizerAsync(objects.Volumes, volume, PersistentVolumeKind.Finalizer, cancellationToken);
        }
    }

    private string Phase(JsonObject volume)
    {
        var reference = volume.At("spec", "claimRef");
        if (reference.Text("uid").Length == 0)
        {
            return "Available";
        }

        var claim = objects.Api.Find(objects.Claims, reference.Text("namespace"), reference.Text("name"));
        return claim is not null && claim.Uid() == reference.Text("uid") ? "Bound" : "Released";
    }

    private async Task ReleaseClassAsync(JsonObject one, CancellationToken cancellationToken)
    {
        var uses = objects.List(objects.Volumes, null).Select(volume => volume.Text("spec", "volumeAttributesClassName"))
            .Concat(objects.List(objects.Claims, null).SelectMany(AttributesOf));
        if (one.IsTerminating() && !uses.Contains(one.Name()))
        {
            await objects.RemoveFinalizerAsync(objects.AttributesClasses, one, VolumeAttributesClassKind.Finalizer, cancellationToken);
        }
    }

    private static IEnumerable<string> AttributesOf(JsonObject claim) =>
    [
        claim.Text("spec", "volumeAttributesClassName"),
        claim.Text("status", "currentVolumeAttributesClassName"),
        claim.Text("status", "modifyVolumeStatus", "targetVolumeAttributesClassName"),
    ];

    private IEnumerable<ObjectKey> VolumesOf(JsonObject claim) =>
        objects.List(objects.Volumes, null).Where(volume => VolumeMatch.IsFor(volume, claim)).Select(volume => volume.Key(objects.Volumes));

    private IEnumerable<ObjectKey> Ended() =>
        objects.List(objects.AttributesClasses, null).Where(one => one.IsTerminating()).Select(one => one.Key(objects.AttributesClasses));
}
