using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Control;

/// <summary>Applies patches to a pod that is being admitted.</summary>
internal static class DraftedPod
{
    /// <summary>Applies operations in their order; objects that a path goes through are made where they are missing, and what is of another form is left alone.</summary>
    public static void Apply(IEnumerable<PatchOperation> patch, JsonObject pod)
    {
        foreach (var operation in patch)
        {
            var steps = operation.Path[1..].Split('/');
            JsonNode? parent = pod;
            foreach (var step in steps[..^1])
            {
                parent = Step(parent, Unescape(step));
            }

            if (parent is JsonObject target)
            {
                Apply(operation, target, Unescape(steps[^1]));
            }
        }
    }

    private static void Apply(PatchOperation operation, JsonObject target, string name)
    {
        if (operation.IsAddition)
        {
            target[name] = operation.Value is { } text ? JsonValue.Create(text) : new JsonObject();
        }
        else
        {
            target.Remove(name);
        }
    }

    private static JsonNode? Step(JsonNode? parent, string name) => parent switch
    {
        JsonObject members => members[name] ?? (members[name] = new JsonObject()),
        JsonArray items => items[int.Parse(name, CultureInfo.InvariantCulture)],
        _ => null,
    };

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
