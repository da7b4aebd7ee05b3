using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Tests.Api.Http;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>The cluster in which the quota vectors were recorded, as the notes beside them list it.</summary>
internal static class QuotaScene
{
    private const string Ready = """{"capacity":{"cpu":"4","memory":"8Gi","pods":"110"},"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True"}]}""";

    private static readonly (string Path, string Body)[] Objects =
    [
        ("/apis/scheduling.k8s.io/v1/priorityclasses", """{"metadata":{"name":"low"},"value":10}"""),
        ("/apis/scheduling.k8s.io/v1/priorityclasses", """{"metadata":{"name":"medium"},"value":100}"""),
        ("/apis/scheduling.k8s.io/v1/priorityclasses", """{"metadata":{"name":"high"},"value":1000}"""),
        ("/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"kata"},"handler":"kata","overhead":{"podFixed":{"cpu":"250m","memory":"120Mi"}}}"""),
        ("/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"exp"},"provisioner":"kubernetes.io/no-provisioner","allowVolumeExpansion":true}"""),
        ("/apis/storage.k8s.io/v1/volumeattributesclasses", """{"metadata":{"name":"gold-vac"},"driverName":"csi.example.com","parameters":{"iops":"1"}}"""),
        ("/apis/storage.k8s.io/v1/volumeattributesclasses", """{"metadata":{"name":"silver-vac"},"driverName":"csi.example.com","parameters":{"iops":"1"}}"""),
        ("/apis/resource.k8s.io/v1/deviceclasses", """{"metadata":{"name":"gpu"},"spec":{}}"""),
        ("/apis/resource.k8s.io/v1/deviceclasses", """{"metadata":{"name":"tpu"},"spec":{"extendedResourceName":"example.com/tpu"}}"""),
        ("/api/v1/nodes", """{"metadata":{"name":"fake-node-1"},"status":""" + Ready + "}"),
        ("/api/v1/nodes", """{"metadata":{"name":"fake-node-2"},"status":""" + Ready + "}"),
    ];

    /// <summary>A server that holds them.</summary>
    public static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        foreach (var (path, body) in Objects)
        {
            var answer = await server.PostAsync(path, body);
            Assert.True(answer.Code == 201, $"{path}: {answer.Text}");
        }

        return server;
    }

    /// <summary>The volume that is bound beforehand to the namespace's claim "a".</summary>
    public static string Volume(string ns, string? attributesClass)
    {
        var volume = JsonNode.Parse("""
            {"metadata":{},"spec":{"capacity":{"storage":"10Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"exp",
             "csi":{"driver":"csi.example.com","volumeHandle":"v"},"claimRef":{"kind":"PersistentVolumeClaim","apiVersion":"v1","name":"a"} } }
            """)!;
        volume["metadata"]!["name"] = ns;
        volume["spec"]!["claimRef"]!["namespace"] = ns;
        if (attributesClass is not null)
        {
            volume["spec"]!["volumeAttributesClassName"] = attributesClass;
        }

        return volume.ToJsonString();
    }

    /// <summary>The path of a namespaced object's resource, e.g. /api/v1/namespaces/demo/pods.</summary>
    public static string Path(ResourceKind kind, string ns) =>
        $"/{(kind.Group.Length == 0 ? "api" : "apis")}/{kind.ApiVersion}/namespaces/{ns}/{kind.Plural}";
}
