using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Models;
using YamlDotNet.Serialization;

namespace Autoscale.Admission;

/// <summary>Webhook configurations as they are sent to the API server and as files for who registers by hand.</summary>
public static class WebhookManifest
{
    /// <summary>Both configurations in YAML, without a caBundle: a webhook that runs with --register=false adds that.</summary>
    public static string Yaml(WebhookPlan plan)
    {
        var serializer = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().DisableAliases().Build();
        JsonObject[] documents =
        [
            Json(nameof(MutatingWebhookConfiguration), plan.Options.Name, plan.Mutating(null)),
            Json(nameof(ValidatingWebhookConfiguration), plan.Options.Name, plan.Validating(null)),
        ];
        return string.Join("---\n", documents.Select(document => serializer.Serialize(Plain(document)).ReplaceLineEndings("\n")));
    }

    /// <summary>A whole configuration of this kind and name.</summary>
    public static JsonObject Json(string kind, string name, IReadOnlyList<RegisteredWebhook> webhooks) => new()
    {
        ["apiVersion"] = "admissionregistration.k8s.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = name },
        },
        ["webhooks"] = Json(webhooks),
    };

    /// <summary>The webhooks of a configuration.</summary>
    internal static JsonArray Json(IEnumerable<RegisteredWebhook> webhooks) =>
        [.. webhooks.Select(webhook => JsonSerializer.SerializeToNode(webhook, KubeJson.Default.RegisteredWebhook))];

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.Number => value.GetValue<long>(),
            JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            _ => value.GetValue<string>(),
        },
        _ => null,
    };
}
