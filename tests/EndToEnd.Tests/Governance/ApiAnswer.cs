using System.Text.Json.Nodes;
using Autoscale.Testing.Transcripts;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(int Code, JsonObject Body)
{
    public bool IsAllowed => Code < 300;

    /// <summary>The message of a refusal as the plugin built into the recorded server worded it, "" when there is none.</summary>
    public string Message => IsAllowed ? "" : Normalization.WithoutWebhook((string?)Body["message"] ?? "");

    public override string ToString() => IsAllowed ? $"{Code}" : $"{Code} {Message}";
}
