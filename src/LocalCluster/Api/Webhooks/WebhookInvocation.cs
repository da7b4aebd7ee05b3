namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>A webhook that wants to see a request, and the version of the resource in which it wants to see it.</summary>
internal sealed record WebhookInvocation(Webhook Webhook, ResourceKind Resource);
