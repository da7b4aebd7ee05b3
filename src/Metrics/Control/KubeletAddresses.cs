using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>Finds where a node's kubelet tells of its resources, after metrics-server's pkg/utils/address_resolver.go.</summary>
internal sealed class KubeletAddresses(KubeletOptions options)
{
    /// <summary>The annotation by which a node without a real kubelet names another path, as metrics-server knows it.</summary>
    private const string PathAnnotation = "metrics.k8s.io/resource-metrics-path";

    /// <summary>The address; throws <see cref="InvalidDataException"/> when the node has none of the types, or none that can be used.</summary>
    public Uri Of(Node node)
    {
        var port = options.Port ?? node.Status.DaemonEndpoints.KubeletEndpoint.Port;
        var address = Host(node);
        try
        {
            return new UriBuilder("https", address, port == 0 ? KubeletOptions.DefaultPort : port, Path(node)).Uri;
        }
        catch (Exception problem) when (problem is UriFormatException or ArgumentException)
        {
            throw new InvalidDataException($"\"{address}\", port {port}, is no address of a kubelet");
        }
    }

    private static string Path(Node node) =>
        node.Metadata.Annotations?.GetValueOrDefault(PathAnnotation) is { Length: > 0 } path ? path : DirectKubelets.DefaultPath;

    private string Host(Node node)
    {
        foreach (var type in options.AddressTypes)
        {
            if (node.Status.Addresses.FirstOrDefault(one => one.Type == type) is { Address.Length: > 0 } address)
            {
                return address.Address;
            }
        }

        throw new InvalidDataException($"no address matched types [{string.Join(' ', options.AddressTypes)}]");
    }
}
