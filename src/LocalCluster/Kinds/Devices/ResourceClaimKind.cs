using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Devices;

/// <summary>ResourceClaim and ResourceClaimTemplate, resource.k8s.io/v1; nothing allocates devices here.</summary>
public static class ResourceClaimKind
{
    /// <summary>The description of claims.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "resource.k8s.io",
        Version = "v1",
        Kind = "ResourceClaim",
        Plural = "resourceclaims",
        Singular = "resourceclaim",
        HasStatus = true,
        Schema = SchemaNotation.Type("resource", "ResourceClaim"),
        Validate = DeviceClaimRules.ValidateClaim,
        Columns = [Columns.Name, Columns.Text("State", "A summary of the current state (allocated, pending, reserved, etc.).", State), Columns.Age],
    }
    .WithDefaults(claim => ApplyDefaults(claim.PartAt("spec.devices")))
    .WithPreparation(KindDefaults.EmptyStatus);

    /// <summary>The description of templates of claims.</summary>
    public static ResourceKind Template { get; } = new ResourceKind
    {
        Group = "resource.k8s.io",
        Version = "v1",
        Kind = "ResourceClaimTemplate",
        Plural = "resourceclaimtemplates",
        Singular = "resourceclaimtemplate",
        Schema = SchemaNotation.Type("resource", "ResourceClaimTemplate"),
        Validate = DeviceClaimRules.ValidateTemplate,
        Columns = [Columns.Name, Columns.Age],
    }
    .WithDefaults(template => ApplyDefaults(template.PartAt("spec.spec.devices")));

    // One device, unless all are asked for.
    private static void ApplyDefaults(JsonObject? devices)
    {
        foreach (var request in devices.PartsAt("requests"))
        {
            foreach (var one in request.PartsAt("firstAvailable").Append(request.PartAt("exactly")).OfType<JsonObject>())
            {
                one.SetDefaultText("allocationMode", "ExactCount");
                if (one.TextAt("allocationMode") == "ExactCount")
                {
                    one.SetDefaultNumber("count", 1);
                }

                foreach (var toleration in one.PartsAt("tolerations"))
                {
                    toleration.SetDefaultText("operator", "Equal");
                }
            }
        }
    }

    private static string State(JsonObject claim)
    {
        var isDeleted = claim.NodeAt("metadata.deletionTimestamp") is not null;
        var isAllocated = claim.PartAt("status.allocation") is not null;
        var states = new List<string>();
        Add(isDeleted, "deleted");
        Add(!isAllocated && !isDeleted, "pending");
        Add(isAllocated, "allocated");
        Add(isAllocated && claim.PartsAt("status.reservedFor").Any(), "reserved");
        return string.Join(",", states);

        void Add(bool holds, string state)
        {
            if (holds)
            {
                states.Add(state);
            }
        }
    }
}
