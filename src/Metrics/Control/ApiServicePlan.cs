using System.Text.Json;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis;

namespace Autoscale.Metrics.Control;

/// <summary>What the APIService of one group version must say, and what of it is to be written.</summary>
internal sealed record ApiServicePlan(ServedGroup Group, string Version, ApiServiceOptions Options)
{
    private const int DefaultPort = 443;
    private const int GroupPriority = 100;
    private const int VersionStep = 100;

    /// <summary>The APIService's name.</summary>
    public string Name => $"{Version}.{Group.Name}";

    private ApiServiceReference Service => new() { Namespace = Options.Namespace, Name = Options.Name, Port = Options.Port };

    /// <summary>Who else has registered the APIService; null when it is ours.</summary>
    public string? OtherOwner(ApiService stored) => stored.Spec.Service switch
    {
        null => "the API server itself",
        var service when service.Namespace == Options.Namespace && service.Name == Options.Name => null,
        var service => $"the service {service.Namespace}/{service.Name}",
    };

    /// <summary>The whole APIService; of a group's versions the preferred one has the highest priority.</summary>
    public byte[] Create(byte[] bundle) => Bytes(new(new(Name, null), new(Service, Written(bundle))
    {
        Group = Group.Name,
        Version = Version,
        GroupPriorityMinimum = GroupPriority,
        VersionPriority = VersionStep * (Group.Versions.Count - Group.Versions.ToList().IndexOf(Version)),
    }));

    /// <summary>A merge patch that makes the stored one ours and trusted; null when it is. Its priorities are left as they are.</summary>
    public byte[]? Mend(ApiService stored, byte[] bundle)
    {
        var spec = stored.Spec;
        var isDone = OtherOwner(stored) is null
            && (spec.Service?.Port ?? DefaultPort) == Options.Port
            && spec.InsecureSkipTLSVerify is not true
            && (bundle.Length == 0 || bundle.AsSpan().SequenceEqual(spec.CaBundle));
        return isDone
            ? null
            : Bytes(new(new(null, stored.Metadata.ResourceVersion), new(Service, Written(bundle)) { InsecureSkipTLSVerify = false }));
    }

    // An empty one is somebody else's to write.
    private static byte[]? Written(byte[] bundle) => bundle.Length == 0 ? null : bundle;

    private static byte[] Bytes(ApiServiceWrite write) => JsonSerializer.SerializeToUtf8Bytes(write, MetricsJson.Default.ApiServiceWrite);
}
