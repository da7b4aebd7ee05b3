using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Where a webhook is reached: a URL, or a port and path of a Service.</summary>
internal sealed record WebhookTarget(string Url, string CaBundle)
{
    private const int Https = 443;

    /// <summary>Namespace of the Service, "" for a plain URL.</summary>
    public string ServiceNamespace { get; init; } = "";

    /// <summary>Name of the Service, "" for a plain URL.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>The URL taken apart, null when it is none.</summary>
    public Uri? Address { get; } = Uri.TryCreate(Url, UriKind.Absolute, out var address) ? address : null;

    /// <summary>Reads a clientConfig.</summary>
    public static WebhookTarget Of(JsonObject? client)
    {
        var bundle = client.Text("caBundle");
        if (client.Child("service") is not { } service)
        {
            return new WebhookTarget(client.Text("url"), bundle);
        }

        var (ns, name) = (service.Text("namespace"), service.Text("name"));
        var url = $"https://{name}.{ns}.svc:{service.Integer("port") ?? Https}/{service.Text("path").TrimStart('/')}";
        return new WebhookTarget(url, bundle) { ServiceNamespace = ns, ServiceName = name };
    }
}
