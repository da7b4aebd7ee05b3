namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of an admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration that Autoscale writes.</summary>
public sealed record ValidatingWebhookConfiguration : IWebhookConfiguration
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <inheritdoc />
    public IReadOnlyList<RegisteredWebhook>? Webhooks { get; init; }
}
