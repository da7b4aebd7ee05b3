using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The two forms of scaling rules: as autoscaling/v2 has them, and with upstream's internal Go names as an annotation of autoscaling/v1 carries them.</summary>
public static class HpaBehaviorForms
{
    /// <summary>The annotation's form: every field present, capitalised, null when unset.</summary>
    public static JsonObject Flat(JsonObject behavior) => new()
    {
        ["ScaleUp"] = FlatRules(behavior.PartAt("scaleUp")),
        ["ScaleDown"] = FlatRules(behavior.PartAt("scaleDown")),
    };

    /// <summary>The v2 form of the annotation's; null when neither direction is in it.</summary>
    public static JsonObject? Nested(JsonObject? behavior)
    {
        if (behavior is null)
        {
            return null;
        }

        var nested = Lower(behavior);
        return nested.Count == 0 ? null : nested;
    }

    private static JsonObject? FlatRules(JsonObject? rules) => rules is null ? null : new JsonObject
    {
        ["StabilizationWindowSeconds"] = rules["stabilizationWindowSeconds"]?.DeepClone(),
        ["SelectPolicy"] = rules["selectPolicy"]?.DeepClone(),
        ["Policies"] = rules["policies"] is JsonArray ? new JsonArray([.. rules.PartsAt("policies").Select(FlatPolicy)]) : null,
        ["Tolerance"] = rules["tolerance"]?.DeepClone(),
    };

    private static JsonObject FlatPolicy(JsonObject policy) => new()
    {
        ["Type"] = policy["type"]?.DeepClone(),
        ["Value"] = policy["value"]?.DeepClone(),
        ["PeriodSeconds"] = policy["periodSeconds"]?.DeepClone(),
    };

    private static JsonObject Lower(JsonObject value) => new(value
        .Where(member => member.Key.Length > 0 && member.Value is not null)
        .Select(member => KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], LowerValue(member.Value))));

    private static JsonNode? LowerValue(JsonNode? value) => value switch
    {
        JsonObject inner => Lower(inner),
        JsonArray list => new JsonArray([.. list.Select(LowerValue)]),
        _ => value?.DeepClone(),
    };
}
