using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission;

/// <summary>Where API servers reach the webhook.</summary>
public sealed class WebhookAddress
{
    private readonly Uri? _url;
    private readonly WebhookServiceReference? _service;

    private WebhookAddress(string host, Uri? url, WebhookServiceReference? service) => (Host, _url, _service) = (host, url, service);

    /// <summary>The name or address that the server's certificate must bear.</summary>
    public string Host { get; }

    /// <summary>At an address that every API server reaches, https only.</summary>
    public static WebhookAddress Of(Uri url) => new(url.Host.Trim('[', ']'), url, null);

    /// <summary>Behind a service of the cluster.</summary>
    public static WebhookAddress Of(string @namespace, string service, int port) =>
        new($"{service}.{@namespace}.svc", null, new() { Namespace = @namespace, Name = service, Port = port });

    /// <summary>How a configuration says this for one path, e.g. /mutate.</summary>
    public WebhookClientConfig ClientConfig(string path, byte[]? caBundle) => new()
    {
        Url = _url is null ? null : new Uri(_url, path).AbsoluteUri,
        Service = _service is null ? null : _service with { Path = path },
        CaBundle = caBundle,
    };
}
