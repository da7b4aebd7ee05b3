using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Binds a claim and a volume to each other in upstream's order: the volume's reference and phase, then the claim's.</summary>
internal sealed class ClaimBinding(ClusterObjects objects)
{
    private const string ByController = "pv.kubernetes.io/bound-by-controller";
    private const string Completed = "pv.kubernetes.io/bind-completed";

    /// <summary>Whether the claim was bound once.</summary>
    public static bool IsComplete(JsonObject claim) => claim.Annotation(Completed).Length > 0;

    /// <summary>Binds the two.</summary>
    public async Task BindAsync(JsonObject claim, JsonObject volume, CancellationToken cancellationToken)
    {
        var bound = await objects.ChangeAsync(objects.Volumes, volume, stored => Refer(stored, claim), cancellationToken);
        await objects.ChangeAsync(objects.Claims, claim, stored => Name(stored, bound), cancellationToken);
        await objects.ChangeStatusAsync(objects.Claims, claim, stored => Describe(stored.Make("status"), bound), cancellationToken);
    }

    private void Refer(JsonObject volume, JsonObject claim)
    {
        if (volume.At("spec", "claimRef") is null)
        {
            volume.Make("metadata", "annotations")[ByController] = "yes";
        }

        volume.Make("spec")["claimRef"] = new JsonObject
        {
            ["kind"] = objects.Claims.Kind,
            ["apiVersion"] = objects.Claims.ApiVersion,
            ["namespace"] = claim.Namespace(),
            ["name"] = claim.Name(),
            ["uid"] = claim.Uid(),
            ["resourceVersion"] = claim.Text("metadata", "resourceVersion"),
        };
    }

    private static void Name(JsonObject claim, JsonObject volume)
    {
        if (claim.Text("spec", "volumeName").Length == 0)
        {
            claim.Make("metadata", "annotations")[ByController] = "yes";
        }

        claim.Make("metadata", "annotations")[Completed] = "yes";
        claim.Make("spec")["volumeName"] = volume.Name();
    }

    private static void Describe(JsonObject status, JsonObject volume)
    {
        status["phase"] = "Bound";
        status["accessModes"] = volume.At("spec", "accessModes")?.DeepClone();
        status["capacity"] = volume.At("spec", "capacity")?.DeepClone();
        if (volume.Text("spec", "volumeAttributesClassName") is { Length: > 0 } attributes)
        {
            status["currentVolumeAttributesClassName"] = attributes;
        }
    }
}
