using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Autoscale.Testing.Transcripts;

/// <summary>Takes out of a terminal's output what differs from run to run: times, ages, uids, versions, generated names, and the widths that follow from them.</summary>
public static partial class Normalization
{
    /// <summary>The output with placeholders. Lines of tables are sorted, since generated names decide their order; of what watches, only changes count.</summary>
    public static string Apply(string command, string output)
    {
        var isTable = IsTable(command);
        output = WithoutWebhook(output);
        output = DiffOfGoTypes().Replace(command.Contains("--raw", StringComparison.Ordinal) ? InOrder(output) : output, "");
        var lines = output.Split('\n').Select(line => Line(line, isTable)).Where(line => !isTable || line.Length > 0).ToList();
        if (command.Contains(" describe ", StringComparison.Ordinal))
        {
            lines = OnceAmbiguous(lines);
        }
        else if (command.Contains("rollout status", StringComparison.Ordinal) || command.Contains(" -w", StringComparison.Ordinal))
        {
            lines = [.. lines.Where((line, index) => index == 0 || line != lines[index - 1])];
        }
        else if (isTable)
        {
            lines = [.. lines.Order(StringComparer.Ordinal)];
        }

        return string.Join('\n', lines).TrimEnd();
    }

    /// <summary>The text without what a server puts before the refusals of webhooks: the recorded ones came from plugins built into it.</summary>
    public static string WithoutWebhook(string text) => WebhookPrefix().Replace(text, "");

    private static bool IsTable(string command) =>
        command.Contains("kubectl get ", StringComparison.Ordinal) && !command.Contains(" -o yaml", StringComparison.Ordinal)
        && !command.Contains(" -o json", StringComparison.Ordinal) && !command.Contains("--raw", StringComparison.Ordinal);

    // The real autoscaler names those that share pods in random order, and so tells one thing in several events.
    private static List<string> OnceAmbiguous(List<string> lines)
    {
        var said = new HashSet<string>();
        return
        [
            .. lines.Select(line => Ambiguous().Replace(line, found => string.Join(' ', found.Value.Split(' ').Order(StringComparer.Ordinal))))
                .Where(line => !Ambiguous().IsMatch(line) || said.Add(line)),
        ];
    }

    // Servers may write the fields of a JSON object in any order.
    private static string InOrder(string json)
    {
        return Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "";

        static JsonNode? Sorted(JsonNode? node) => node switch
        {
            JsonObject all => new JsonObject(all.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
            JsonArray all => new JsonArray([.. all.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
    }

    private static string Line(string line, bool isTable)
    {
        line = Uid().Replace(line, "UID");
        line = Moment().Replace(line, "TIME");
        line = Version().Replace(line, "$1VERSION$2");
        line = PodName().Replace(line, "$1-HASH-POD");
        line = SetName().Replace(line, "$1HASH");
        line = TokenVolume().Replace(line, "kube-api-access-SUFFIX");
        line = DiffFolder().Replace(line, "$1");
        line = isTable ? Age().Replace(line, "$1AGE") : EventAge().Replace(line, "$1AGE  ");
        line = AgeOnNode().Replace(line, "AGE");
        return Spaces().Replace(line, "$1  ").TrimEnd();
    }

    [GeneratedRegex("admission webhook \\\\?\"[^\"]+\" denied the request: ")]
    private static partial Regex WebhookPrefix();

    [GeneratedRegex(@"(?<=controlled by multiple HPAs: \[)[^\]]+")]
    private static partial Regex Ambiguous();

    // The real server ends the refusal of a pod's change with a diff of its Go types.
    [GeneratedRegex(@"(?<=if it was previously negative\)\n)@@[\s\S]*$")]
    private static partial Regex DiffOfGoTypes();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}")]
    private static partial Regex Moment();

    [GeneratedRegex("""("?resourceVersion"?: ?")\d+(")""")]
    private static partial Regex Version();

    [GeneratedRegex(@"\b([a-z][a-z0-9-]*?)-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b")]
    private static partial Regex PodName();

    [GeneratedRegex(@"\b([a-z][a-z0-9-]*?(?:[-=]|"":""))(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{8,10}\b")]
    private static partial Regex SetName();

    [GeneratedRegex("kube-api-access-[a-z0-9]{5}")]
    private static partial Regex TokenVolume();

    [GeneratedRegex(@"(?:/\S*/)?\b(LIVE|MERGED)-\d+")]
    private static partial Regex DiffFolder();

    [GeneratedRegex(@"(^|\s)\d+[smhd](\d+[smh])?(?=\s|$)")]
    private static partial Regex Age();

    [GeneratedRegex(@"^(\s+(?:Normal|Warning)\s+\S+\s+)\d+[smhd]\w*( \(x\d+ over \w+\))?\s+")]
    private static partial Regex EventAge();

    // A node's description ends the line of each of its pods with the pod's age.
    [GeneratedRegex(@"(?<=\(\d+%\)\s+)\d+[smhd]\w*$")]
    private static partial Regex AgeOnNode();

    [GeneratedRegex(@"(\S) {2,}")]
    private static partial Regex Spaces();
}
