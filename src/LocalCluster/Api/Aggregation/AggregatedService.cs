using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>What an APIService object says of the server behind it.</summary>
internal sealed record AggregatedService(string Name, string Group, string Version, string ServiceNamespace, string ServiceName, int Port)
{
    /// <summary>PEM of the authorities that may have issued the server's certificate, base64; "" for the system's.</summary>
    public string CaBundle { get; init; } = "";

    /// <summary>True when the server's certificate is not looked at.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>The group's place among the groups, the highest first.</summary>
    public long GroupPriority { get; init; }

    /// <summary>The version's place among those of its group, the highest first.</summary>
    public long VersionPriority { get; init; }

    /// <summary>The name that the server's certificate must bear.</summary>
    public string TlsName => $"{ServiceName}.{ServiceNamespace}.svc";

    /// <summary>Reads an APIService; null when it is served here, not elsewhere.</summary>
    public static AggregatedService? Of(JsonObject apiService)
    {
        var spec = apiService.Child("spec");
        if (spec.Child("service") is not { } service)
        {
            return null;
        }

        var port = (int)Math.Clamp(service.Integer("port") ?? 443, 0, ushort.MaxValue);
        return new AggregatedService(
            apiService.Child("metadata").Text("name"),
            spec.Text("group"),
            spec.Text("version"),
            service.Text("namespace"),
            service.Text("name"),
            port)
        {
            CaBundle = spec.Text("caBundle"),
            SkipsVerification = spec.Flag("insecureSkipTLSVerify"),
            GroupPriority = spec.Integer("groupPriorityMinimum") ?? 0,
            VersionPriority = spec.Integer("versionPriority") ?? 0,
        };
    }
}
