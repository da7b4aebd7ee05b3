namespace Autoscale.Kubernetes.Models;

/// <summary>What the two kinds of webhook configurations have in common.</summary>
public interface IWebhookConfiguration : IKubeObject
{
    /// <summary>The webhooks, in the order of their configuration; null when there are none.</summary>
    IReadOnlyList<RegisteredWebhook>? Webhooks { get; }
}
