namespace Autoscale.Kubernetes.Models;

/// <summary>The service of a webhook; its certificate must bear the name "name.namespace.svc".</summary>
public sealed record WebhookServiceReference
{
    /// <summary>Namespace of the service.</summary>
    public string Namespace { get => field ?? ""; init; }

    /// <summary>Name of the service.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Path of the reviews; null for "/".</summary>
    public string? Path { get; init; }

    /// <summary>Port of the service; null for 443.</summary>
    public int? Port { get; init; }
}
