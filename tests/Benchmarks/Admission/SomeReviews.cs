using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Benchmarks.Admission;

/// <summary>Reviews of the creation of a pod as a Deployment's controller makes it, about 3 KB each, and the rules of its namespace.</summary>
internal static class SomeReviews
{
    private const string Review = """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a80%ID%","kind":{"group":"","version":"v1","kind":"Pod"},
        "resource":{"group":"","version":"v1","resource":"pods"},"requestKind":{"group":"","version":"v1","kind":"Pod"},"requestResource":{"group":"","version":"v1","resource":"pods"},
        "namespace":"%NS%","operation":"CREATE","userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller","uid":"0b1f8ed2-7f8b-4d8e-a1a0-6ab0b9a0a5a7",
        "groups":["system:serviceaccounts","system:serviceaccounts:kube-system","system:authenticated"]},"object":%POD%,"oldObject":null,"dryRun":%DRY%,
        "options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
        """;

    private const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"generateName":"web-7d4b9c6f5d-","name":"web-7d4b9c6f5d-%ID%","namespace":"%NS%","uid":"5f0c9b9e-0d2b-4c4e-8f7b-1c2d%ID%","creationTimestamp":"2026-01-02T03:04:05Z",
        "labels":{"app":"web","app.kubernetes.io/part-of":"shop","pod-template-hash":"7d4b9c6f5d"},"annotations":{"prometheus.io/scrape":"true","prometheus.io/port":"9102"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-7d4b9c6f5d","uid":"9b7c3f52-8d0e-4f0b-9a55-0a7c6a4a1b11","controller":true,"blockOwnerDeletion":true}],
        "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:pod-template-hash":{}},
        "f:ownerReferences":{".":{},"k:{\"uid\":\"9b7c3f52-8d0e-4f0b-9a55-0a7c6a4a1b11\"}":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:env":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{},"f:resources":{}}},
        "f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}]},
        "spec":{"volumes":[{"name":"config","configMap":{"name":"web","defaultMode":420}},{"name":"kube-api-access-x2x4v","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
        {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],
        "containers":[{"name":"web","image":"registry.example.com/shop/web:1.24.3","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"GOMAXPROCS","value":"2"},{"name":"POD_IP","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"status.podIP"}}}],
        "resources":%RESOURCES%,"volumeMounts":[{"name":"config","readOnly":true,"mountPath":"/etc/web"},{"name":"kube-api-access-x2x4v","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
        "readinessProbe":{"httpGet":{"path":"/ready","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
        "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],
        "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","serviceAccount":"default","securityContext":{},"schedulerName":"default-scheduler",
        "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
        "priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},"status":{"phase":"Pending","qosClass":"Burstable"}}
        """;

    private const string LimitRange = """
        {"metadata":{"name":"limits"},"spec":{"limits":[{"type":"Container","defaultRequest":{"cpu":"100m","memory":"64Mi"},"default":{"cpu":"500m","memory":"256Mi"},"max":{"cpu":"4","memory":"8Gi"}},{"type":"Pod","max":{"cpu":"16"}}]}}
        """;

    private const string Compute = """{"metadata":{"name":"compute"},"spec":{"hard":{"requests.cpu":"%CPU%","requests.memory":"900Ti","limits.cpu":"9M"}}}""";

    private const string Objects = """{"metadata":{"name":"objects"},"spec":{"hard":{"pods":"1G"}}}""";

    // Whatever is created is allowed as far as this goes: the review is of the stage that is asked about.
    private const string Set = """{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"500m","memory":"256Mi"}}""";

    /// <summary>A review of a pod without resources, which the limit range gives some.</summary>
    public static byte[] ToMutate(string ns, int id) => Of(ns, id, "{}", isDryRun: false);

    /// <summary>A review of a pod with all that the limit range gave it.</summary>
    public static byte[] ToValidate(string ns, int id) => Of(ns, id, Set, isDryRun: false);

    /// <summary>The same as a dry run, of which nothing is stored.</summary>
    public static byte[] ToTry(string ns, int id) => Of(ns, id, Set, isDryRun: true);

    /// <summary>Makes a namespace with a limit range and two quotas, of which the one gives so many cores.</summary>
    public static async Task PrepareAsync(KubeClient client, string ns, string cores, string scope = "")
    {
        var scopes = scope.Length > 0 ? $$"""{"scopes":["{{scope}}"],""" : "{";
        await CreateAsync(client, KubeRoute.Namespaces, $$"""{"metadata":{"name":"{{ns}}"} }""");
        await CreateAsync(client, KubeRoute.LimitRanges.In(ns), LimitRange);
        await CreateAsync(client, KubeRoute.ResourceQuotas.In(ns), Compute.Replace("%CPU%", cores, StringComparison.Ordinal).Replace("\"spec\":{", $"\"spec\":{scopes}", StringComparison.Ordinal));
        await CreateAsync(client, KubeRoute.ResourceQuotas.In(ns), Objects.Replace("\"spec\":{", $"\"spec\":{scopes}", StringComparison.Ordinal));
    }

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, string json) => client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));

    // On one line, as Go's encoder has it.
    private static byte[] Of(string ns, int id, string resources, bool isDryRun) => Encoding.UTF8.GetBytes(Review
        .Replace("%POD%", Pod, StringComparison.Ordinal)
        .Replace("%RESOURCES%", resources, StringComparison.Ordinal)
        .Replace("%NS%", ns, StringComparison.Ordinal)
        .Replace("%DRY%", isDryRun ? "true" : "false", StringComparison.Ordinal)
        .Replace("%ID%", $"{id:x8}", StringComparison.Ordinal)
        .Replace("\n", "", StringComparison.Ordinal));
}
