namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>The admission step that asks validating webhooks, all at once, after upstream's plugin/webhook/validating.</summary>
internal sealed class ValidatingWebhooks(WebhookRegistry registry, WebhookSelection selection, WebhookCaller caller, FailurePolicy failures)
{
    /// <summary>Lets the webhooks deny the request; of several denials the first in the order of webhooks counts.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var webhooks = registry.All;
        return webhooks.Count == 0 || WebhookSelection.IsExempt(request)
            ? ValueTask.CompletedTask
            : DispatchAsync(webhooks, request, cancellationToken);
    }

    private async ValueTask DispatchAsync(IReadOnlyList<Webhook> webhooks, AdmissionRequest request, CancellationToken cancellationToken)
    {
        List<WebhookInvocation>? invocations = null;
        foreach (var webhook in webhooks)
        {
            if (selection.Choose(webhook, request) is { } invocation)
            {
                (invocations ??= []).Add(invocation);
            }
        }

        if (invocations is null)
        {
            return;
        }

        var reviews = new Dictionary<ResourceKind, ReviewText>(ReferenceEqualityComparer.Instance);
        foreach (var (_, resource) in invocations)
        {
            if (!reviews.ContainsKey(resource))
            {
                reviews.Add(resource, new ReviewText(request, resource, ReviewSubject.Of(request, resource)));
            }
        }

        var calls = invocations.ConvertAll(one => failures.ApplyAsync(one.Webhook, () => CallAsync(one.Webhook, reviews[one.Resource], request, cancellationToken)));
        await Task.WhenAll(calls);
    }

    private async Task<bool> CallAsync(Webhook webhook, ReviewText review, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(webhook, review, isMutating: false, cancellationToken);
        foreach (var warning in answer.Warnings)
        {
            request.Options.Warn?.Invoke(warning);
        }

        return answer.IsAllowed ? true : throw WebhookDenial.Of(webhook.Name, answer.Status);
    }
}
