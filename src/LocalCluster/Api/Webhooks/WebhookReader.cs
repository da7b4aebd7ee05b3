using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Makes webhooks of stored configurations, which validation has found to be sound.</summary>
internal static class WebhookReader
{
    private const int DefaultTimeoutSeconds = 10;

    /// <summary>The webhooks of one configuration, in its order.</summary>
    public static IReadOnlyList<Webhook> Read(StoredObject configuration) =>
        [.. configuration.Value.Children("webhooks").Select((hook, index) => Read($"{configuration.Name}/{hook.Text("name")}/{index}", hook))];

    private static Webhook Read(string id, JsonObject hook) => new(id, hook.Text("name"), WebhookTarget.Of(hook.Child("clientConfig")))
    {
        Rules = [.. hook.Children("rules").Select(rule => new InterceptionRule(rule))],
        MatchesEquivalents = hook.Text("matchPolicy") != "Exact",
        Namespaces = Selector(hook, "namespaceSelector"),
        Objects = Selector(hook, "objectSelector"),
        Conditions = new MatchConditions(hook.Children("matchConditions").Select(condition => condition.Text("expression"))),
        IgnoresFailures = hook.Text("failurePolicy") == "Ignore",
        IsReinvocable = hook.Text("reinvocationPolicy") == "IfNeeded",
        Timeout = TimeSpan.FromSeconds(hook.Integer("timeoutSeconds") ?? DefaultTimeoutSeconds),
        ReviewVersion = hook.Texts("admissionReviewVersions").FirstOrDefault(version => version is "v1" or "v1beta1") ?? "v1",
    };

    private static LabelSelector Selector(JsonObject hook, string name) =>
        hook.Child(name) is { Count: > 0 } selector ? LabelSelector.From(selector.Deserialize(KubeJson.Default.LabelSelectorSpec)) : LabelSelector.Everything;
}
