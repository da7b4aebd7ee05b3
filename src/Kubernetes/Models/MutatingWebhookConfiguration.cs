namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of an admissionregistration.k8s.io/v1 MutatingWebhookConfiguration that Autoscale writes.</summary>
public sealed record MutatingWebhookConfiguration : IWebhookConfiguration
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <inheritdoc />
    public IReadOnlyList<RegisteredWebhook>? Webhooks { get; init; }
}
