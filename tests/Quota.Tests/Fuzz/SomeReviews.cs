using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Writes as a real API server asks about them, of all the kinds that the policies know, and of some that they do not.</summary>
internal static class SomeReviews
{
    public const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n","creationTimestamp":null,"labels":{"app":"web"},"annotations":{"a/b":"c"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-1","uid":"u","controller":true}]},
        "spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m","memory":"64Mi","example.com/gpu":"1"}}},{"name":"d","resources":{}}],
        "initContainers":[{"name":"i","resources":{"requests":{"cpu":"2"}}},{"name":"s","restartPolicy":"Always","resources":{"requests":{"cpu":"100m"},"limits":{"cpu":"200m"}}}],
        "overhead":{"cpu":"10m","memory":"1Mi"},"resources":{"requests":{"cpu":"3"},"limits":{"hugepages-2Mi":"4Mi"}},"priorityClassName":"high","activeDeadlineSeconds":60,
        "affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"namespaces":["x"],"namespaceSelector":{}}],"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"namespaceSelector":{"matchLabels":{"a":"b"}}}}]}}},
        "status":{}}
        """;

    private const string Resized = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30},
        "spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2"},"requests":{"cpu":"1"}}}],"initContainers":[{"name":"s","restartPolicy":"Always"}]},
        "status":{"phase":"Running","qosClass":"Burstable","conditions":[{"type":"PodResizePending","status":"True","reason":"Deferred"}],
        "containerStatuses":[{"name":"c","resources":{"requests":{"cpu":"500m"},"limits":{"cpu":"1"}},"allocatedResources":{"cpu":"500m"}}],
        "initContainerStatuses":[{"name":"s","resources":{"requests":{"cpu":"100m"}}}]}}
        """;

    private const string Claim = """
        {"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"gold"}},
        "spec":{"storageClassName":"gold","volumeAttributesClassName":"fast","resources":{"requests":{"storage":"1.5Gi"}}},
        "status":{"allocatedResources":{"storage":"2Gi"},"currentVolumeAttributesClassName":"slow","modifyVolumeStatus":{"targetVolumeAttributesClassName":"fast"}}}
        """;

    private const string Service = """
        {"kind":"Service","apiVersion":"v1","metadata":{"generateName":"s-"},"spec":{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"ports":[{"port":80,"nodePort":30000},{"port":81}]}}
        """;

    private const string Devices = """
        {"kind":"ResourceClaim","apiVersion":"resource.k8s.io/v1","metadata":{"name":"r","annotations":{"resource.kubernetes.io/extended-resource-claim":"true"},
        "ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u","controller":true}]},
        "spec":{"devices":{"requests":[{"name":"a","exactly":{"deviceClassName":"gpu","count":2}},{"name":"b","firstAvailable":[{"deviceClassName":"gpu","allocationMode":"All"},{"deviceClassName":"tpu","count":3}]}]}}}
        """;

    private const string Template = """
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1"}}},{"name":"d","resources":{"requests":{"cpu":"250m","memory":"64Mi"}}}],
        "initContainers":[{"name":"i","resources":{"requests":{"cpu":"1"}}}],"resources":{"limits":{"cpu":"2","hugepages-2Mi":"2Mi"}},"overhead":{"cpu":"5m"},"priorityClassName":"high"}}
        """;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };
    private static readonly string Workload = $$"""{"metadata":{"name":"w"},"spec":{"replicas":3,{{Template}}},"status":{"replicas":1} }""";
    private static readonly string Job = $$"""{"metadata":{"name":"j"},"spec":{"parallelism":4,"completions":9,"suspend":false,{{Template}}},"status":{"active":1,"succeeded":2} }""";
    private static readonly string CronJob = $$"""{"metadata":{"name":"k"},"spec":{"suspend":false,"jobTemplate":{"spec":{"parallelism":4,{{Template}}} } } }""";

    public static IReadOnlyList<AdmissionRequest> All { get; } =
    [
        Create("pods", "Pod", Pod),
        Create("pods", "Pod", Pod),
        Create("pods", "Pod", Pod) with { IsDryRun = true },
        Update(Create("pods", "Pod", Resized), "resize"),
        Update(Create("pods", "Pod", Pod), ""),
        Create("persistentvolumeclaims", "PersistentVolumeClaim", Claim),
        Update(Create("persistentvolumeclaims", "PersistentVolumeClaim", Claim), ""),
        Update(Create("persistentvolumeclaims", "PersistentVolumeClaim", Claim), "status"),
        Create("services", "Service", Service) with { Name = "" },
        Update(Create("services", "Service", Service), ""),
        Create("resourceclaims", "ResourceClaim", Devices) with { Group = "resource.k8s.io" },
        Update(Create("resourceclaims", "ResourceClaim", Devices) with { Group = "resource.k8s.io" }, ""),
        Create("deployments", "Deployment", Workload) with { Group = "apps" },
        Update(Create("statefulsets", "StatefulSet", Workload) with { Group = "apps" }, ""),
        Update(Create("deployments", "Scale", """{"kind":"Scale","metadata":{"name":"w"},"spec":{"replicas":2}}""") with { Group = "apps" }, "scale"),
        Create("jobs", "Job", Job) with { Group = "batch" },
        Create("cronjobs", "CronJob", CronJob) with { Group = "batch" },
        Create("configmaps", "ConfigMap", """{"metadata":{"name":"m"},"data":{"k":"v"}}"""),
        Create("widgets", "Widget", """{"metadata":{"name":"w"},"spec":{"deep":{"er":[1,2,{"x":null}]}}}""") with { Group = "x.y.z" },
        Create("events", "Event", """{"metadata":{"name":"e"}}"""),
    ];

    /// <summary>The JSON of a value, without escapes that need not be: a quantity with an escaped sign is none.</summary>
    public static string Text(JsonNode? value) => value?.ToJsonString(Plain) ?? "null";

    public static byte[] Bytes(JsonNode? value) => Encoding.UTF8.GetBytes(Text(value));

    private static AdmissionRequest Create(string resource, string kind, string json) => new()
    {
        Uid = "u",
        Version = "v1",
        Resource = resource,
        Kind = kind,
        Name = "w",
        Operation = AdmissionOperation.Create,
        Object = Encoding.UTF8.GetBytes(json),
    };

    private static AdmissionRequest Update(AdmissionRequest create, string subresource) =>
        create with { Operation = AdmissionOperation.Update, Subresource = subresource, OldObject = create.Object };
}
