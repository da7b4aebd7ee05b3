using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Which objects a controller owns: it adopts orphans that its selector chooses and releases what it no longer chooses.</summary>
internal sealed class Ownership(ClusterObjects objects)
{
    /// <summary>The objects of the kind that the owner controls after adopting and releasing.</summary>
    public async Task<IReadOnlyList<JsonObject>> ClaimAsync(
        ResourceKind ownerKind, JsonObject owner, ResourceKind kind, CancellationToken cancellationToken)
    {
        var selector = SelectorOf(owner);
        var owned = objects.Api.ListOwnedBy(kind, owner.Uid());
        if (owner.IsTerminating())
        {
            return owned;
        }

        var kept = new List<JsonObject>();
        foreach (var value in owned)
        {
            if (selector.Matches(value.Labels()))
            {
                kept.Add(value);
                continue;
            }

            await ReleaseAsync(kind, value, owner.Uid(), cancellationToken);
        }

        foreach (var orphan in objects.Api.List(kind, owner.Namespace(), selector).Where(IsOrphan))
        {
            kept.Add(await AdoptAsync(kind, orphan, Reference(ownerKind, owner), cancellationToken));
        }

        return kept;
    }

    /// <summary>The selector of a workload's specification; one without members chooses everything, an absent one nothing.</summary>
    public static LabelSelector SelectorOf(JsonObject owner) => SelectorFrom(owner.At("spec", "selector"));

    /// <summary>A selector of a stored object, structured or a map of labels as replication controllers have it; an absent or malformed one chooses nothing.</summary>
    public static LabelSelector SelectorFrom(JsonNode? selector)
    {
        if (selector is not JsonObject members)
        {
            return LabelSelector.From(null);
        }

        if (members.Count > 0 && members.All(member => member.Value is JsonValue))
        {
            return LabelSelector.From(new LabelSelectorSpec { MatchLabels = selector.Entries() });
        }

        try
        {
            return LabelSelector.From(Read(selector));
        }
        catch (FormatException)
        {
            // As upstream: what cannot be understood chooses nothing.
            return LabelSelector.From(null);
        }
    }

    /// <summary>The owner reference by which the owner controls an object.</summary>
    public static JsonObject Reference(ResourceKind kind, JsonObject owner) => new()
    {
        ["apiVersion"] = kind.ApiVersion,
        ["kind"] = kind.Kind,
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static LabelSelectorSpec Read(JsonNode selector) => new()
    {
        MatchLabels = selector.Entries("matchLabels"),
        MatchExpressions = [.. selector.Objects("matchExpressions").Select(requirement => new LabelSelectorRequirement
        {
            Key = requirement.Text("key"),
            Operator = requirement.Text("operator"),
            Values = [.. Fields.Texts(requirement, "values")],
        })],
    };

    private static bool IsOrphan(JsonObject value) => value.Controller() is null && !value.IsTerminating();

    private Task<JsonObject> AdoptAsync(ResourceKind kind, JsonObject orphan, JsonObject reference, CancellationToken cancellationToken) =>
        objects.ChangeAsync(
            kind,
            orphan,
            stored =>
            {
                var references = stored.At("metadata", "ownerReferences") as JsonArray ?? [];
                stored.Make("metadata")["ownerReferences"] = new JsonArray([.. references.Select(item => item?.DeepClone()), reference.DeepClone()]);
            },
            cancellationToken);

    private Task<JsonObject> ReleaseAsync(ResourceKind kind, JsonObject value, string ownerUid, CancellationToken cancellationToken) =>
        objects.ChangeAsync(
            kind,
            value,
            stored =>
            {
                var kept = stored.Objects("metadata", "ownerReferences").Where(item => item.Text("uid") != ownerUid).Select(item => item.DeepClone()).ToArray();
                if (kept.Length == 0)
                {
                    stored.Make("metadata").Remove("ownerReferences");
                    return;
                }

                stored.Make("metadata")["ownerReferences"] = new JsonArray(kept);
            },
            cancellationToken);
}
