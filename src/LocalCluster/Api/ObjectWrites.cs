using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Creates and updates: decode → default → mutating admission → prepare → validate → validating admission → store.</summary>
internal sealed class ObjectWrites(KindRegistry kinds, ObjectStore store, AdmissionChain admission, NameGenerator names, TimeProvider time)
{
    private const int NameAttempts = 8;

    /// <summary>Stores a new object and returns it as stored.</summary>
    public async Task<JsonObject> CreateAsync(ResourceKind kind, string ns, JsonObject value, WriteOptions options, CancellationToken cancellationToken)
    {
        var stored = kinds.Ruling(kind);
        var admitted = Decode(kind, value, options);
        if (kind.Namespaced)
        {
            admitted.Metadata()["namespace"] = ns;
        }

        var request = new AdmissionRequest("CREATE", stored, ns, admitted.Metadata().Text("name"), options) { Object = admitted, Requested = kind };
        await MutateAsync(request, cancellationToken);
        RequireNamespace(kind, ns, admitted.Metadata());
        var isGenerated = admitted.Metadata().Text("name").Length == 0;
        for (var attempt = 1; ; attempt++)
        {
            // Upstream makes names after mutating admission, and for every attempt another.
            var next = isGenerated ? (JsonObject)admitted.DeepClone() : admitted;
            WriteRules.BeforeCreate(stored, next, names, time.GetUtcNow());
            Finish(stored, next, null, options);
            var name = next.Metadata().Text("name");
            await ValidateAsync(request with { Name = name, Object = next }, cancellationToken);
            ReadBack(stored, next);
            if (store.Find(stored, ns, name) is null && Insert(kind, next, options) is { } done)
            {
                return Answer(kind, done, options);
            }

            if (!isGenerated || attempt == NameAttempts)
            {
                throw Refusals.AlreadyExists(kind, name);
            }
        }
    }

    /// <summary>Stores the next version of an object and returns it as stored.</summary>
    public async Task<JsonObject> UpdateAsync(ObjectUpdate update, CancellationToken cancellationToken)
    {
        var stored = kinds.Stored(update.Kind);
        while (true)
        {
            var current = store.Find(stored, update.Namespace, update.Name) ?? throw Refusals.NotFound(update.Kind, update.Name);
            if (update.Change((JsonObject)current.As(update.Kind).DeepClone()) is not { } changed)
            {
                return current.As(update.Kind);
            }

            RequireSame(update, current, changed.Metadata());
            var next = KindVersions.ForStorage(kinds, update.Kind, await NextAsync(update, current, changed, cancellationToken));
            if (update.Options.DryRun)
            {
                return Answer(update.Kind, new StoredObject(next, current.Version), update.Options);
            }

            if (JsonNode.DeepEquals(next, current.Value))
            {
                return current.As(update.Kind);
            }

            var committed = WriteRules.IsGone(stored, next) ? store.Remove(stored, current, next) : store.Replace(stored, current, next);
            if (committed is not null)
            {
                return committed.As(update.Kind);
            }
        }
    }

    private StoredObject? Insert(ResourceKind kind, JsonObject next, WriteOptions options)
    {
        var kept = KindVersions.ForStorage(kinds, kind, next);
        return options.DryRun ? new StoredObject(kept, 0) : store.Insert(kinds.Stored(kind), kept);
    }

    private static void RequireNamespace(ResourceKind kind, string ns, JsonObject metadata)
    {
        if (kind.Namespaced && metadata.Text("namespace") != ns)
        {
            throw Refusals.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void RequireSame(ObjectUpdate update, StoredObject current, JsonObject metadata)
    {
        var version = metadata.Text("resourceVersion");
        if (version.Length > 0 && version != current.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw Refusals.Conflict(update.Kind, update.Name, Refusals.ObjectModified);
        }

        var uid = metadata.Text("uid");
        if (uid.Length > 0 && uid != current.Uid)
        {
            throw Refusals.Conflict(update.Kind, update.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }
    }

    private async Task<JsonObject> NextAsync(ObjectUpdate update, StoredObject current, JsonObject changed, CancellationToken cancellationToken)
    {
        var stored = kinds.Ruling(update.Kind);
        var old = current.As(stored);
        var next = Decode(update.Kind, changed, update.Options);
        var request = new AdmissionRequest("UPDATE", stored, update.Namespace, update.Name, update.Options) { Object = next, Old = old, Requested = update.Kind };
        await MutateAsync(request, cancellationToken);
        switch (update.Options.Subresource)
        {
            case null or "scale":
                WriteRules.BeforeUpdate(stored, next, old);
                Finish(stored, next, old, update.Options);
                break;
            case "status":
                next = WriteRules.StatusUpdate(next, old);
                stored.PrepareStatus?.Invoke(next, old);
                Require(stored, next, stored.ValidateStatus?.Invoke(next, old));
                break;
            case "resize" when stored.Resize is { } rules:
                rules.Prepare(next, old);
                Require(stored, next, rules.Validate(next, old));
                break;
            default:
                WriteRules.KeepMetadata(next, old);
                break;
        }

        if (stored.HasGeneration && update.Options.Subresource is null or "scale" or "resize")
        {
            WriteRules.CountGeneration(stored, next, old);
        }

        next.Metadata()["resourceVersion"] = current.Version.ToString(CultureInfo.InvariantCulture);
        await ValidateAsync(request with { Object = next }, cancellationToken);
        if (update.Options.Subresource != "status")
        {
            ReadBack(stored, next);
        }

        return next;
    }

    // Upstream defaults whatever it reads from its storage, the answer to a write included: what admission added to a specification has its consequences only there.
    private static void ReadBack(ResourceKind kind, JsonObject next) => kind.Default?.Invoke(next);

    private ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        request.Options.IsAdmitted ? ValueTask.CompletedTask : admission.MutateAsync(request, cancellationToken);

    private ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        request.Options.IsAdmitted ? ValueTask.CompletedTask : admission.ValidateAsync(request, cancellationToken);

    private JsonObject Decode(ResourceKind kind, JsonObject value, WriteOptions options) =>
        KindVersions.ToStored(kinds, kind, FieldCheck.Decode(kind, value, options));

    private static void Finish(ResourceKind kind, JsonObject next, JsonObject? old, WriteOptions options)
    {
        kind.Prepare?.Invoke(next, old);
        Require(kind, next, kind.Validate?.Invoke(next, old));
        foreach (var warning in kind.Advise?.Invoke(next, old) ?? [])
        {
            options.Warn?.Invoke(warning);
        }
    }

    private static void Require(ResourceKind kind, JsonObject next, IEnumerable<FieldError>? found)
    {
        if (found?.ToList() is { Count: > 0 } errors)
        {
            throw Refusals.Invalid(kind, next.Metadata().Text("name"), errors);
        }
    }

    private static JsonObject Answer(ResourceKind kind, StoredObject stored, WriteOptions options)
    {
        // A dry run on something new has no version to show.
        if (options.DryRun && stored.Version == 0)
        {
            stored.Value.Metadata().Remove("resourceVersion");
        }

        return stored.As(kind);
    }
}
