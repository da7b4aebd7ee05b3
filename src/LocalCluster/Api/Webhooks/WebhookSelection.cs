using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Decides which webhooks want to see a request, after upstream's plugin/webhook/generic.</summary>
internal sealed class WebhookSelection(KindRegistry kinds, ObjectStore store)
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    private readonly ResourceKind? _namespaces = kinds.Find("", "v1", "namespaces");

    /// <summary>Whether a request may be shown to webhooks at all: one that changes what webhooks there are may not.</summary>
    public static bool IsExempt(AdmissionRequest request) => request.Kind.Group == "admissionregistration.k8s.io";

    /// <summary>How the webhook is to be called; null when it does not want to see the request. Refuses when the namespace is not there, or nobody can say whether its conditions hold.</summary>
    public WebhookInvocation? Choose(Webhook webhook, AdmissionRequest request) =>
        Resource(webhook, request) is { } resource
        && MatchesObjects(webhook, request)
        && MatchesNamespace(webhook, request)
        && MeetsConditions(webhook, request, resource)
            ? new WebhookInvocation(webhook, resource)
            : null;

    private ResourceKind? Resource(Webhook webhook, AdmissionRequest request)
    {
        foreach (var rule in webhook.Rules)
        {
            if (rule.Matches(request, request.Requested))
            {
                return request.Requested;
            }
        }

        return webhook.MatchesEquivalents && webhook.Rules.Count > 0 ? Equivalent(webhook, request) : null;
    }

    private ResourceKind? Equivalent(Webhook webhook, AdmissionRequest request)
    {
        var asked = request.Requested;
        foreach (var rule in webhook.Rules)
        {
            foreach (var other in kinds.All)
            {
                if (other.Kind == asked.Kind && other.Group == asked.Group && other.Version != asked.Version && rule.Matches(request, other))
                {
                    return other;
                }
            }
        }

        return null;
    }

    private static bool MatchesObjects(Webhook webhook, AdmissionRequest request)
    {
        if (webhook.Objects.IsEmpty)
        {
            return true;
        }

        // A scale has no labels.
        return request.Options.Form is null
            ? Matches(webhook.Objects, request.Object) || Matches(webhook.Objects, request.Old)
            : webhook.Objects.Matches(NoLabels);
    }

    private static bool Matches(LabelSelector selector, JsonObject? value) =>
        value is not null && selector.Matches(value.Child("metadata").TextMap("labels"));

    private bool MatchesNamespace(Webhook webhook, AdmissionRequest request)
    {
        if (webhook.Namespaces.IsEmpty || _namespaces is null)
        {
            return true;
        }

        var isNamespace = IsNamespace(request);
        if (isNamespace && request is { Object: { } written, Options.Subresource: null })
        {
            return Matches(webhook.Namespaces, written);
        }

        if (request.Namespace.Length == 0 && !isNamespace)
        {
            return true;
        }

        var name = isNamespace ? request.Name : request.Namespace;
        var found = store.Find(_namespaces, "", name) ?? throw Refusals.NotFound(_namespaces, name);
        return webhook.Namespaces.Matches(found.Labels);
    }

    private static bool MeetsConditions(Webhook webhook, AdmissionRequest request, ResourceKind resource)
    {
        if (webhook.Conditions.IsEmpty)
        {
            return true;
        }

        var (holds, problem) = webhook.Conditions.Evaluate(request, resource);
        return problem is null || webhook.IgnoresFailures ? holds : throw Refusals.Forbidden(request.Resource, request.Name, problem);
    }

    private static bool IsNamespace(AdmissionRequest request) => request.Resource is { Group: "", Plural: "namespaces" };
}
