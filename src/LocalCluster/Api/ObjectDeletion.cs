using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Deletes: preconditions, grace, finalizers and propagation, after upstream's generic registry store.</summary>
internal sealed class ObjectDeletion(ObjectStore store, AdmissionChain admission, TimeProvider time)
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    /// <summary>Deletes an object or begins its deletion; returns what is left of it, or null when it is gone.</summary>
    public async Task<StoredObject?> DeleteAsync(ResourceKind kind, string ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        // Less than nothing counts as a second, as upstream has it.
        options = options.GracePeriodSeconds < 0 ? options with { GracePeriodSeconds = 1 } : options;
        var request = new AdmissionRequest("DELETE", kind, ns, options.IsOneOfMany ? "" : name, options.By with { DryRun = options.DryRun }) { Deletion = options };
        while (true)
        {
            var current = store.Find(kind, ns, name) ?? throw Refusals.NotFound(kind, name);
            Require(kind, current, options);
            if (!options.By.IsAdmitted)
            {
                await admission.MutateAsync(request with { Old = current.Value }, cancellationToken);
                await admission.ValidateAsync(request with { Old = current.Value }, cancellationToken);
            }

            var next = Next(kind, current.Value, options);
            if (options.DryRun)
            {
                return next is null ? null : current;
            }

            if (Commit(kind, current, next, out var left))
            {
                return left;
            }
        }
    }

    private bool Commit(ResourceKind kind, StoredObject current, JsonObject? next, out StoredObject? left)
    {
        left = null;
        if (next is null)
        {
            return store.Remove(kind, current, (JsonObject)current.Value.DeepClone()) is not null;
        }

        if (JsonNode.DeepEquals(next, current.Value))
        {
            left = current;
            return true;
        }

        // Upstream stores the mark first, then removes what need not wait: watchers see both.
        left = store.Replace(kind, current, next);
        if (left is null || !WriteRules.IsGone(kind, next))
        {
            return left is not null;
        }

        store.Remove(kind, left, (JsonObject)left.Value.DeepClone());
        left = null;
        return true;
    }

    /// <summary>The object as its deletion begins, or null when it is simply removed.</summary>
    private JsonObject? Next(ResourceKind kind, JsonObject current, DeleteOptions options)
    {
        var next = (JsonObject)current.DeepClone();
        SetFinalizers(next, options);
        if (next.Metadata().Text("deletionTimestamp").Length > 0)
        {
            return Shorten(kind, next, options);
        }

        if (kind.GracePeriod is { } period)
        {
            var asked = options.GracePeriodSeconds;
            var own = period(current);
            var grace = own == 0 ? 0 : asked ?? own;
            WriteRules.MarkDeleting(kind, next, After(time.GetUtcNow(), grace), grace);
            return next;
        }

        if (WriteRules.IsHeld(kind, next))
        {
            WriteRules.MarkDeleting(kind, next, time.GetUtcNow(), 0);
            return next;
        }

        return null;
    }

    // A deletion that is under way can only be made to end sooner.
    private static JsonObject? Shorten(ResourceKind kind, JsonObject next, DeleteOptions options)
    {
        var metadata = next.Metadata();
        var grace = metadata.Integer("deletionGracePeriodSeconds") ?? 0;
        if (options.GracePeriodSeconds is { } asked && asked < grace)
        {
            var end = After(DateTimeOffset.Parse(metadata.Text("deletionTimestamp"), CultureInfo.InvariantCulture), asked - grace);
            metadata["deletionTimestamp"] = WriteRules.Timestamp(end);
            metadata["deletionGracePeriodSeconds"] = asked;
        }

        return WriteRules.IsGone(kind, next) ? null : next;
    }

    // Any number may be asked for; the calendar ends in 9999.
    private static DateTimeOffset After(DateTimeOffset start, long seconds) =>
        start.AddSeconds(Math.Clamp(seconds, (DateTimeOffset.UnixEpoch - start).TotalSeconds, (DateTimeOffset.MaxValue - start).TotalSeconds - 1));

    private static void SetFinalizers(JsonObject value, DeleteOptions options)
    {
        var wanted = options.PropagationPolicy switch { "Orphan" => Orphan, "Foreground" => Foreground, _ => null };
        if (options.PropagationPolicy is null)
        {
            return;
        }

        var metadata = value.Metadata();
        var finalizers = metadata.Texts("finalizers").Where(one => one is not (Orphan or Foreground)).ToList();
        if (wanted is not null)
        {
            finalizers.Add(wanted);
        }

        metadata.Remove("finalizers");
        if (finalizers.Count > 0)
        {
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(one => JsonValue.Create(one))]);
        }
    }

    private static void Require(ResourceKind kind, StoredObject current, DeleteOptions options)
    {
        var version = current.Version.ToString(CultureInfo.InvariantCulture);
        if (options.PreconditionUid is { } uid && uid != current.Uid)
        {
            throw Refuse(
                kind,
                current.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
        }

        if (options.PreconditionResourceVersion is { } asked && asked != version)
        {
            throw Refuse(
                kind,
                current.Name,
                $"the ResourceVersion in the precondition ({asked}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    // Of preconditions upstream speaks by the kind's name, not the resource's.
    private static ApiError Refuse(ResourceKind kind, string name, string detail) => Refusals.Conflict(kind with { Plural = kind.Kind }, name, detail);
}
