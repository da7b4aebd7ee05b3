using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Binds claims to the volumes that there are (none is made), tells why others stay unbound, and lets go those that are deleted and not in use.</summary>
internal sealed class ClaimController(ClusterObjects objects, Announce events) : IController
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(15);
    private static readonly string[] OfVolumes = ["accessModes", "capacity", "currentVolumeAttributesClassName"];

    private readonly ClaimBinding _binding = new(objects);

    /// <inheritdoc />
    public string Name => "persistentvolume-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Claims),
        new(objects.Pods, change => change.Type is "ADDED" or "DELETED" || PodFacts.From(change.Object).IsEnded ? ClaimsOf(change.Object) : []),
        new(objects.Volumes, change => Concerned(change.Object)),
        new(objects.StorageClasses, change => Unbound().Where(claim => ClaimAdmission.ClassOf(claim) == change.Object.Name()).Select(KeyOf)),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } claim)
        {
            return null;
        }

        if (claim.IsTerminating())
        {
            await ReleaseAsync(key, claim, cancellationToken);
            return null;
        }

        return claim.Text("spec", "volumeName") is { Length: > 0 } volume
            ? await KeepAsync(claim, volume, cancellationToken)
            : await BindAsync(key, claim, cancellationToken);
    }

    /// <summary>A claim that names its volume is bound to it as soon as that is possible, and lost when it is gone.</summary>
    private async Task<TimeSpan?> KeepAsync(JsonObject claim, string name, CancellationToken cancellationToken)
    {
        var volume = objects.Api.Find(objects.Volumes, "", name);
        if (volume is not null && claim.Text("status", "phase") != "Bound" && (VolumeMatch.IsFor(volume, claim) || VolumeMatch.IsFree(volume)))
        {
            await _binding.BindAsync(claim, volume, cancellationToken);
        }
        else if (volume is null && ClaimBinding.IsComplete(claim) && claim.Text("status", "phase") != "Lost")
        {
            await objects.ChangeStatusAsync(objects.Claims, claim, stored => stored.Make("status")["phase"] = "Lost", cancellationToken);
            events(Name, claim, EventNote.Warning("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!"));
        }

        return null;
    }

    private async Task<TimeSpan?> BindAsync(ObjectKey key, JsonObject claim, CancellationToken cancellationToken)
    {
        var volumes = objects.List(objects.Volumes, null);
        var storage = objects.Api.Find(objects.StorageClasses, "", ClaimAdmission.ClassOf(claim));
        var waits = storage.Text("volumeBindingMode") == "WaitForFirstConsumer" && !IsUsed(key);
        if (VolumeMatch.Find(claim, waits ? volumes.Where(volume => VolumeMatch.IsFor(volume, claim)) : volumes) is { } volume)
        {
            await _binding.BindAsync(claim, volume, cancellationToken);
            return null;
        }

        events(Name, claim, waits
            ? EventNote.Normal("WaitForFirstConsumer", "waiting for first consumer to be created before binding")
            : Unmatched(ClaimAdmission.ClassOf(claim), storage));
        await PendAsync(claim, cancellationToken);
        return Resync;
    }

    // Who has no volume has nothing of one.
    private async Task PendAsync(JsonObject claim, CancellationToken cancellationToken)
    {
        if (claim.Text("status", "phase") is not ("" or "Pending") || OfVolumes.Any(field => claim["status"]?[field] is not null))
        {
            await objects.ChangeStatusAsync(objects.Claims, claim, Pend, cancellationToken);
        }

        static void Pend(JsonObject stored)
        {
            var status = stored.Make("status");
            status["phase"] = "Pending";
            foreach (var field in OfVolumes)
            {
                status.Remove(field);
            }
        }
    }

    // Nobody makes volumes here; what upstream says of a class depends on who would.
    private static EventNote Unmatched(string name, JsonObject? storage)
    {
        var provisioner = storage.Text("provisioner");
        return name.Length == 0 ? EventNote.Normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set")
            : storage is null ? EventNote.Warning("ProvisioningFailed", $"storageclass.storage.k8s.io {GoText.Quote(name)} not found")
            : provisioner.StartsWith("kubernetes.io/", StringComparison.Ordinal) ? EventNote.Warning("ProvisioningFailed", $"no volume plugin matched name: {provisioner}")
            : EventNote.Normal(
                "ExternalProvisioning",
                $"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
    }

    private bool IsUsed(ObjectKey key) =>
        objects.List(objects.Pods, key.Namespace).Any(pod => !PodFacts.From(pod).IsEnded && ClaimsOf(pod).Contains(key));

    private async Task ReleaseAsync(ObjectKey key, JsonObject claim, CancellationToken cancellationToken)
    {
        if (!IsUsed(key))
        {
            await objects.RemoveFinalizerAsync(objects.Claims, claim, Protection, cancellationToken);
        }
    }

    private IEnumerable<JsonObject> Unbound() =>
        objects.List(objects.Claims, null).Where(claim => claim.Text("status", "phase") != "Bound");

    private IEnumerable<ObjectKey> Concerned(JsonObject volume) =>
        objects.List(objects.Claims, null)
            .Where(claim => claim.Text("spec", "volumeName") == volume.Name() || claim.Text("spec", "volumeName").Length == 0)
            .Select(KeyOf);

    private ObjectKey KeyOf(JsonObject claim) => claim.Key(objects.Claims);

    private IEnumerable<ObjectKey> ClaimsOf(JsonObject pod) =>
        pod.Objects("spec", "volumes")
            .Select(volume => volume.Text("persistentVolumeClaim", "claimName"))
            .Where(name => name.Length > 0)
            .Select(name => new ObjectKey("", objects.Claims.Kind, pod.Namespace(), name));
}
