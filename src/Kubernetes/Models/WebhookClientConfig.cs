namespace Autoscale.Kubernetes.Models;

/// <summary>Where a webhook is, by address or by service, and which authorities its certificate may come from.</summary>
public sealed record WebhookClientConfig
{
    /// <summary>Address, https only; null when a service is named.</summary>
    public string? Url { get; init; }

    /// <summary>The service; null when an address is given.</summary>
    public WebhookServiceReference? Service { get; init; }

    /// <summary>PEM of the authorities, base64 on the wire; null for those of the server's system.</summary>
    public byte[]? CaBundle { get; init; }
}
