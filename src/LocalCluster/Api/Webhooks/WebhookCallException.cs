using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>A webhook that could not be asked, or whose answer was none; its failure policy says what becomes of the request.</summary>
internal sealed class WebhookCallException(Webhook webhook, string reason) : Exception($"failed calling webhook {GoText.Quote(webhook.Name)}: {reason}");
