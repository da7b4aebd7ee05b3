using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Decides which of a definition's names are accepted beside those that others of its group hold already, after upstream's controller/status/naming_controller.go.</summary>
internal static class DefinitionNames
{
    /// <summary>The names accepted now, with the reason and message of the first conflict's kind, null when there is none.</summary>
    public static (JsonObject Names, (string Reason, string Message)? Conflict) Accept(JsonObject definition, IEnumerable<JsonObject> others)
    {
        var group = definition.Child("spec").Text("group");
        var held = others.Where(other => other.Child("spec").Text("group") == group).Select(other => other.Child("status").Child("acceptedNames")).ToList();
        var resources = held.SelectMany(names => new[] { names.Text("plural"), names.Text("singular") }.Concat(names.Texts("shortNames"))).Where(name => name.Length > 0).ToHashSet();
        var kinds = held.SelectMany(names => new[] { names.Text("kind"), names.Text("listKind") }).Where(name => name.Length > 0).ToHashSet();
        var asked = definition.Child("spec").Child("names") ?? [];
        var accepted = (JsonObject?)definition.Child("status").Child("acceptedNames")?.DeepClone() ?? [];
        (string Reason, string Message)? conflict = null;
        foreach (var (member, taken, reason) in new[]
        {
            ("plural", resources, "PluralConflict"), ("singular", resources, "SingularConflict"), ("shortNames", resources, "ShortNamesConflict"),
            ("kind", kinds, "KindConflict"), ("listKind", kinds, "ListKindConflict"),
        })
        {
            var clashes = Names(asked, member).Except(Names(accepted, member)).Where(taken.Contains).Select(name => $"\"{name}\" is already in use").ToList();
            if (clashes.Count > 0)
            {
                conflict = (reason, clashes.Count == 1 ? clashes[0] : $"[{string.Join(", ", clashes)}]");
                continue;
            }

            Take(accepted, asked, member);
        }

        Take(accepted, asked, "categories");
        return (accepted, conflict);
    }

    private static IEnumerable<string> Names(JsonObject names, string member) => member == "shortNames" ? names.Texts(member) : [names.Text(member)];

    private static void Take(JsonObject accepted, JsonObject asked, string member)
    {
        accepted.Remove(member);
        if (asked[member] is { } value)
        {
            accepted[member] = value.DeepClone();
        }
    }
}
