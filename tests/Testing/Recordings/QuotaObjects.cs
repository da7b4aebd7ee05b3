using System.Text.Json.Nodes;

namespace Autoscale.Testing.Recordings;

/// <summary>The objects of the cluster in which the quota vectors were recorded, as the notes beside them list them.</summary>
public static class QuotaObjects
{
    private const string Ready = """{"capacity":{"cpu":"4","memory":"8Gi","pods":"110"},"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True"}]}""";

    /// <summary>Each object's collection and body.</summary>
    public static IReadOnlyList<(string Path, string Body)> All { get; } =
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
        ("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"crontabs.stable.example.com"},"spec":{"group":"stable.example.com","scope":"Namespaced",
             "names":{"plural":"crontabs","singular":"crontab","kind":"CronTab","shortNames":["ct"]},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{
              "spec":{"type":"object","properties":{"cronSpec":{"type":"string"},"image":{"type":"string"},"replicas":{"type":"integer"} } } } } } }]} }
            """),
    ];

    /// <summary>Where the custom resource is served once its definition, the last of the objects, has been taken in.</summary>
    public static string CronTabs => "/apis/stable.example.com/v1/crontabs";

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
}
