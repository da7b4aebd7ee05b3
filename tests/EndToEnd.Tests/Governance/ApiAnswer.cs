using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>What the API answered.</summary>
internal sealed partial record ApiAnswer(int Code, JsonObject Body)
{
    public bool IsAllowed => Code < 300;

    /// <summary>The message of a refusal as the plugin built into the recorded server worded it, "" when there is none.</summary>
    public string Message => IsAllowed ? "" : WithoutWebhook((string?)Body["message"] ?? "");

    /// <summary>The text without what a server puts before the refusals of webhooks.</summary>
    public static string WithoutWebhook(string text) => Prefix().Replace(text, "");

    public override string ToString() => IsAllowed ? $"{Code}" : $"{Code} {Message}";

    [GeneratedRegex("admission webhook \"[^\"]+\" denied the request: ")]
    private static partial Regex Prefix();
}
