using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Api.Patching;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>The admission step that asks mutating webhooks, one after another, and applies their patches, after upstream's plugin/webhook/mutating.</summary>
internal sealed class MutatingWebhooks(WebhookRegistry registry, WebhookSelection selection, WebhookCaller caller, FailurePolicy failures, KindRegistry kinds)
{
    /// <summary>Lets the webhooks change or deny the request.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var webhooks = registry.All;
        return webhooks.Count == 0 || WebhookSelection.IsExempt(request)
            ? ValueTask.CompletedTask
            : DispatchAsync(webhooks, request, cancellationToken);
    }

    private async ValueTask DispatchAsync(IReadOnlyList<Webhook> webhooks, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var again = request.Reinvocation;
        again.Compare(request.Object);
        foreach (var webhook in webhooks)
        {
            if (selection.Choose(webhook, request) is not { } invocation || (again.IsSecondRound && !again.IsDue(webhook.Id)))
            {
                continue;
            }

            if (await failures.ApplyAsync(webhook, () => CallAsync(invocation, request, cancellationToken)))
            {
                again.Changed();
            }

            if (webhook.IsReinvocable)
            {
                again.Called(webhook.Id);
            }
        }

        again.Remember(request.Object);
    }

    // Whether the webhook changed the object.
    private async Task<bool> CallAsync(WebhookInvocation invocation, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var (webhook, resource) = invocation;
        var subject = ReviewSubject.Of(request, resource);
        var review = new ReviewText(request, resource, subject);
        var answer = await caller.CallAsync(webhook, review, isMutating: true, cancellationToken);
        foreach (var warning in answer.Warnings)
        {
            request.Options.Warn?.Invoke(warning);
        }

        if (!answer.IsAllowed)
        {
            throw WebhookDenial.Of(webhook.Name, answer.Status);
        }

        if (answer.Patch.Count == 0)
        {
            return false;
        }

        if (request.Object is not { } target || subject.Object is not { } shown)
        {
            throw Refusals.Internal($"admission webhook {Kubernetes.GoText.Quote(webhook.Name)} attempted to modify the object, which is not supported for this operation");
        }

        var patched = Patch(shown, answer.Patch, subject.Kind);
        var isChanged = !JsonNode.DeepEquals(shown, patched);
        Carry(request, subject.Kind, patched, target);
        return isChanged;
    }

    private static JsonObject Patch(JsonObject shown, JsonArray patch, ResourceKind kind)
    {
        try
        {
            var copy = (JsonObject)shown.DeepClone();
            JsonNumbers.Settle(copy);
            var patched = JsonPatch.Apply(copy, patch) as JsonObject ?? throw new PatchProblem("the patched object is no object");
            return ObjectDecoder.Decode(kind, patched, _ => { });
        }
        catch (Exception problem) when (problem is PatchProblem or DecodeProblem)
        {
            throw Refusals.Internal(problem.Message);
        }
    }

    private void Carry(AdmissionRequest request, ResourceKind kind, JsonObject patched, JsonObject target)
    {
        if (request.Options.Form is { } form)
        {
            form.Carry(target, patched);
            return;
        }

        var stored = KindVersions.ToStored(kinds, kind, patched);
        stored = request.Kind.Custom is { } custom ? CustomDecoder.Show(request.Kind, custom, stored) : stored;
        target.Clear();
        foreach (var (name, node) in stored.ToList())
        {
            stored.Remove(name);
            target[name] = node;
        }
    }
}
