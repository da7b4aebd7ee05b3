using System.Collections.Frozen;
using System.Text.Json;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Metrics.Control;

/// <summary>Knows in which version the API server serves a group: by heart for Kubernetes' own, from discovery for others.</summary>
internal sealed class KindVersions(KubeClient client, TimeProvider time)
{
    private const int MostGroups = 256;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        [""] = "v1",
        ["apps"] = "v1",
        ["batch"] = "v1",
        ["autoscaling"] = "v2",
        ["networking.k8s.io"] = "v1",
        ["policy"] = "v1",
    }.ToFrozenDictionary();

    private readonly AnswerCache<string, string> _answers = new(MostGroups, Lifetime, time);

    /// <summary>The preferred version; throws what the client throws when the API server does not serve the group or does not answer.</summary>
    public async ValueTask<string> FindAsync(string group, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(group, out var version) || _answers.TryGet(group, out version))
        {
            return version;
        }

        var json = await client.GetRawAsync($"/apis/{Uri.EscapeDataString(group)}", cancellationToken);
        var answer = JsonSerializer.Deserialize(json, MetricsJson.Default.DiscoveryGroup)
            ?? throw new JsonException($"discovery of {group} answered null");
        _answers.Set(group, answer.PreferredVersion.Version);
        return answer.PreferredVersion.Version;
    }
}
