using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>MutatingWebhookConfiguration and ValidatingWebhookConfiguration, admissionregistration.k8s.io/v1.</summary>
public static class WebhookConfigurationKinds
{
    /// <summary>The API group of both.</summary>
    public const string Group = "admissionregistration.k8s.io";

    private const int Https = 443;
    private const int DefaultTimeoutSeconds = 10;

    /// <summary>The webhooks that may change objects.</summary>
    public static ResourceKind Mutating { get; } = Of("Mutating", isMutating: true);

    /// <summary>The webhooks that may only refuse.</summary>
    public static ResourceKind Validating { get; } = Of("Validating", isMutating: false);

    private static ResourceKind Of(string prefix, bool isMutating) => new ResourceKind
    {
        Group = Group,
        Version = "v1",
        Kind = $"{prefix}WebhookConfiguration",
        Plural = $"{prefix.ToLowerInvariant()}webhookconfigurations",
        Singular = $"{prefix.ToLowerInvariant()}webhookconfiguration",
        Categories = ["api-extensions"],
        Namespaced = false,
        HasGeneration = true,
        Schema = SchemaNotation.Type("admissionregistration", $"{prefix}WebhookConfiguration"),
        Validate = (value, old) => WebhookRules.Validate(value, old, isMutating),
        Columns =
        [
            Columns.Name,
            new TableColumn("Webhooks", "integer", "", 0, "Webhooks indicates the number of webhooks registered in this configuration", (one, _) => one.PartsAt("webhooks").Count()),
            Columns.Age,
        ],
    }
    .WithDefaults(value => Default(value, isMutating));

    private static void Default(JsonObject configuration, bool isMutating)
    {
        foreach (var hook in configuration.PartsAt("webhooks"))
        {
            hook.SetDefault("failurePolicy", "Fail");
            hook.SetDefault("matchPolicy", "Equivalent");
            hook.SetDefault("namespaceSelector", new JsonObject());
            hook.SetDefault("objectSelector", new JsonObject());
            hook.SetDefault("timeoutSeconds", DefaultTimeoutSeconds);
            hook.PartAt("clientConfig.service")?.SetDefault("port", Https);
            foreach (var rule in hook.PartsAt("rules"))
            {
                rule.SetDefault("scope", "*");
            }

            if (isMutating)
            {
                hook.SetDefault("reinvocationPolicy", "Never");
            }
        }
    }
}
