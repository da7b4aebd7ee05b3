using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.Testing.Recordings;

/// <summary>What a server answered to an object that it was to validate.</summary>
public sealed record ValidationAnswer(int Code)
{
    /// <summary>Message of the refusal.</summary>
    public string Message { get; init; } = "";

    /// <summary>Reason, field and message of each error.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>The object as stored; null when it was refused.</summary>
    public JsonObject? Stored { get; init; }

    /// <summary>An answer over HTTP: the object, or a Status.</summary>
    public static ValidationAnswer Read(int code, JsonObject body) => code < 300 ? new(code) { Stored = body } : new(code)
    {
        Message = (string?)body["message"] ?? "",
        Causes = CausesOf(body["details"]?["causes"]),
    };

    /// <summary>In what it differs from a recorded result; servers look at map entries in random order, of which the recordings hold a sample.</summary>
    public IEnumerable<string> Differences(JsonElement result, bool isOrdered)
    {
        var expected = JsonNode.Parse(result.GetRawText())!.AsObject();
        var message = (string?)expected["message"] ?? "";
        var isSaid = isOrdered ? message == Message : Parts(message).SetEquals(Parts(Message));
        return
        [
            .. Different("code", expected["code"], Code),
            .. isSaid ? [] : (string[])[$"message: expected {message}, got {Message}"],
            .. Different("causes", Texts(CausesOf(expected["causes"])), Texts(Causes)),
            .. Different("spec", expected["storedSpec"], Stored?["spec"]),
            .. Different("annotations", expected["annotations"], Stored?["metadata"]?["annotations"]),
        ];
    }

    private static List<string> CausesOf(JsonNode? causes) =>
        [.. (causes as JsonArray ?? []).Select(cause => $"{cause!["reason"]} {cause["field"]} {cause["message"]}")];

    private static JsonArray Texts(IEnumerable<string> causes) => [.. causes.Order(StringComparer.Ordinal).Select(cause => (JsonNode)cause)];

    private static HashSet<string> Parts(string message) =>
        [.. message.TrimEnd(']').Replace("invalid: [", "invalid: , ", StringComparison.Ordinal).Split(", spec.")];

    private static IEnumerable<string> Different(string what, JsonNode? expected, JsonNode? got) =>
        JsonNode.DeepEquals(expected, got) ? [] : [$"{what}: expected {expected?.ToJsonString()}, got {got?.ToJsonString()}"];
}
