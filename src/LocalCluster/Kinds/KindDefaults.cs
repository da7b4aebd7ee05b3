using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Gives a kind its default and prepare steps, each followed by the canonical form.</summary>
public static class KindDefaults
{
    /// <summary>The kind with these defaults; they come before the canonical form since they tell an empty list from none.</summary>
    public static ResourceKind WithDefaults(this ResourceKind kind, params IReadOnlyList<Action<JsonObject>> steps) => kind with
    {
        Default = value =>
        {
            foreach (var step in steps)
            {
                step(value);
            }

            CanonicalForm.Apply(value, kind.Schema);
        },
    };

    /// <summary>The kind with these steps on create.</summary>
    public static ResourceKind WithPreparation(this ResourceKind kind, params IReadOnlyList<Action<JsonObject>> steps) => kind with
    {
        Prepare = (value, old) =>
        {
            if (old is not null)
            {
                return;
            }

            foreach (var step in steps)
            {
                step(value);
            }

            CanonicalForm.Apply(value, kind.Schema);
        },
    };

    /// <summary>The kind with a step on update, beside the old object, after those that it has.</summary>
    public static ResourceKind WithUpdatePreparation(this ResourceKind kind, Action<JsonObject, JsonObject> step) => kind with
    {
        Prepare = (value, old) =>
        {
            kind.Prepare?.Invoke(value, old);
            if (old is not null)
            {
                step(value, old);
                CanonicalForm.Apply(value, kind.Schema);
            }
        },
    };

    /// <summary>Drops the status that a client gave to a new object.</summary>
    public static void EmptyStatus(JsonObject value) => value.Remove("status");
}
