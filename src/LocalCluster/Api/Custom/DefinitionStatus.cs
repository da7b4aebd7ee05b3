using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The conditions and accepted names in a CustomResourceDefinition's status, after upstream's naming and establishing controllers.</summary>
internal static class DefinitionStatus
{
    /// <summary>Whether a condition is true.</summary>
    public static bool IsTrue(JsonObject definition, string condition) =>
        definition.Child("status").Children("conditions").Any(one => one.Text("type") == condition && one.Text("status") == "True");

    /// <summary>Whether the deletion of the definition has begun.</summary>
    public static bool IsTerminating(JsonObject definition) => definition.Child("metadata").Text("deletionTimestamp").Length > 0;

    /// <summary>Whether the API serves the resource.</summary>
    public static bool IsServed(JsonObject definition) => IsTrue(definition, "NamesAccepted") || IsTrue(definition, "Established");

    /// <summary>Brings names and conditions up to date, in place, beside the other definitions.</summary>
    public static void Settle(JsonObject definition, IEnumerable<JsonObject> others, DateTimeOffset now)
    {
        var (names, conflict) = DefinitionNames.Accept(definition, others);
        definition.Put("status.acceptedNames", names);
        Set(definition, "NamesAccepted", conflict is null, conflict?.Reason ?? "NoConflicts", conflict?.Message ?? "no conflicts found", now);
        if (IsTrue(definition, "Established"))
        {
            return;
        }

        if (conflict is null)
        {
            Set(definition, "Established", true, "InitialNamesAccepted", "the initial names have been accepted", now);
        }
        else
        {
            Set(definition, "Established", false, "NotAccepted", "not all names are accepted", now);
        }
    }

    /// <summary>Sets a condition, in place; its transition time moves with its status alone.</summary>
    public static void Set(JsonObject definition, string type, bool isTrue, string reason, string message, DateTimeOffset now)
    {
        var status = definition.Child("status") ?? [];
        if (status.Parent is null)
        {
            definition["status"] = status;
        }

        if (status["conditions"] is not JsonArray conditions)
        {
            conditions = [];
            status["conditions"] = conditions;
        }

        var text = isTrue ? "True" : "False";
        var old = conditions.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == type);
        var condition = old ?? [];
        if (old is null)
        {
            conditions.Add((JsonNode)condition);
        }

        if (condition.Text("status") != text)
        {
            condition["lastTransitionTime"] = WriteRules.Timestamp(now);
        }

        (condition["message"], condition["reason"], condition["status"], condition["type"]) = (message, reason, text, type);
    }
}
