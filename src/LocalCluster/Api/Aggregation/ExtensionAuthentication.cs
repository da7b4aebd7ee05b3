using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>
/// The ConfigMap kube-system/extension-apiserver-authentication, by which aggregated servers know the API server's requests and
/// the cluster's own client certificates.
/// </summary>
internal static class ExtensionAuthentication
{
    /// <summary>The common name of the certificate that aggregated servers are shown.</summary>
    public const string ProxyName = "front-proxy-client";

    private const string Namespace = "kube-system";
    private const string Name = "extension-apiserver-authentication";

    /// <summary>Creates it; does nothing where no requests are passed on or no ConfigMaps are served.</summary>
    public static async Task PublishAsync(ApiServer server, ApiServerOptions options, CancellationToken cancellationToken)
    {
        if (options.ProxyAuthority is not { } proxy || server.Kinds.Find("", "v1", "configmaps") is not { } kind)
        {
            return;
        }

        var data = new JsonObject
        {
            ["requestheader-allowed-names"] = $"[\"{ProxyName}\"]",
            ["requestheader-client-ca-file"] = proxy.ExportCertificatePem() + "\n",
            ["requestheader-extra-headers-prefix"] = "[\"X-Remote-Extra-\"]",
            ["requestheader-group-headers"] = "[\"X-Remote-Group\"]",
            ["requestheader-uid-headers"] = "[\"X-Remote-Uid\"]",
            ["requestheader-username-headers"] = "[\"X-Remote-User\"]",
        };
        if (options.ClientAuthority is { } clients)
        {
            data["client-ca-file"] = clients.ExportCertificatePem() + "\n";
        }

        var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = Name }, ["data"] = data };
        await server.Verbs.CreateAsync(kind, Namespace, map, WriteOptions.Internal, cancellationToken);
    }
}
