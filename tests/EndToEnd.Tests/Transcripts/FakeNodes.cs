using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>The two nodes of the recordings with a scheduler, as their controllers had left them: no kubelet answers for them.</summary>
internal static class FakeNodes
{
    private const string Room = """{"cpu":"4","ephemeral-storage":"100Gi","memory":"8Gi","pods":"110"}""";

    /// <summary>Makes them.</summary>
    public static async Task CreateAsync(KubeClient client)
    {
        foreach (var name in (string[])["fake-node-1", "fake-node-2"])
        {
            await CreateAsync(client, new("", "v1", "nodes"), Node(name));
            await CreateAsync(client, new("", "v1", "events", "default"), Registered(name));
        }
    }

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, string json) =>
        client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));

    private static string Node(string name) => $$$"""
        {"metadata":{"name":"{{{name}}}","annotations":{"node.alpha.kubernetes.io/ttl":"0"},"labels":{"beta.kubernetes.io/arch":"amd64",
         "beta.kubernetes.io/os":"linux","kubernetes.io/arch":"amd64","kubernetes.io/hostname":"{{{name}}}","kubernetes.io/os":"linux"}},
         "status":{"capacity":{{{Room}}},"allocatable":{{{Room}}},
         "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"fake",
          "lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}],
         "nodeInfo":{"architecture":"amd64","bootID":"","containerRuntimeVersion":"fake://1","kernelVersion":"6","kubeProxyVersion":"v1.36.2",
          "kubeletVersion":"v1.36.2","machineID":"","operatingSystem":"linux","osImage":"fake","systemUUID":""} } }
        """;

    private static string Registered(string node)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return $$$"""
            {"metadata":{"name":"{{{node}}}.1"},"involvedObject":{"kind":"Node","name":"{{{node}}}","uid":"{{{node}}}"},
             "reason":"RegisteredNode","message":"Node {{{node}}} event: Registered Node {{{node}}} in Controller","type":"Normal",
             "source":{"component":"node-controller"},"firstTimestamp":"{{{now}}}","lastTimestamp":"{{{now}}}","count":1}
            """;
    }
}
