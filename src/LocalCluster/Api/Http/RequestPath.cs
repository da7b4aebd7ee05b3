namespace Autoscale.LocalCluster.Api.Http;

/// <summary>What the path of a resource request names, after upstream's RequestInfo; parts that are absent are "".</summary>
public sealed record RequestPath(string Group, string Version, string Namespace, string Resource, string Name)
{
    /// <summary>The subresource, e.g. status.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>What follows the subresource, without a leading slash, as proxies need it.</summary>
    public string Rest { get; init; } = "";

    /// <summary>Reads /api/v1/… and /apis/group/version/…; null when the path names no resource.</summary>
    public static RequestPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isCore = parts is ["api", ..];
        if (!isCore && parts is not ["apis", ..])
        {
            return null;
        }

        var skip = isCore ? 2 : 3;
        if (parts.Length <= skip)
        {
            return null;
        }

        var (group, version) = isCore ? ("", parts[1]) : (parts[1], parts[2]);
        var named = new RequestPath(group, version, "", "", "");
        return parts[skip..] switch
        {
            ["namespaces", var ns, var resource, .. var rest] when resource is not ("status" or "finalize") => named.With(ns, resource, rest),
            [var resource, .. var rest] => named.With("", resource, rest),
            _ => null,
        };
    }

    private RequestPath With(string ns, string resource, string[] rest) => this with
    {
        Namespace = Uri.UnescapeDataString(ns),
        Resource = resource,
        Name = rest.Length > 0 ? Uri.UnescapeDataString(rest[0]) : "",
        Subresource = rest.Length > 1 ? rest[1] : "",
        Rest = rest.Length > 2 ? string.Join('/', rest[2..]) : "",
    };
}
