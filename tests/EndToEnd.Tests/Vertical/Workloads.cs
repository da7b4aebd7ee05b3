namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>The workloads of the tests of right-sizing, each in a namespace of its own.</summary>
internal static class Workloads
{
    private const string Wrong = "{requests: {cpu: 5m, memory: 400Mi}}";
    private const string Usage = "cpu=200m,memory=80Mi";

    // Grows to 100Mi, of which it may have no more than 64Mi.
    private const string Hungry = "cpu=50m,memory=growth(20Mi, 6Mi, 1s, 100Mi)";
    private const string Tight = "{requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 64Mi}}";

    /// <summary>All of them, as kubectl takes them.</summary>
    public static string Yaml { get; } = string.Join(
        "\n---\n",
        Workload("told", "Off", 2),
        Workload("initial", "Initial", 2),
        Workload("recreate", "Recreate", 2),
        Workload("auto", "Auto", 2),
        Workload("inplaceorrecreate", "InPlaceOrRecreate", 2),
        Workload("inplace", "InPlace", 2),
        Workload("single", "InPlaceOrRecreate", 1),
        Workload("hungry", "Recreate", 2, Hungry, Tight),
        Budget("budget"),
        Workload("budget", "Recreate", 4));

    private static string Workload(string ns, string mode, int replicas, string usage = Usage, string resources = Wrong) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{ns}}}
        ---
        apiVersion: autoscaling.k8s.io/v1
        kind: VerticalPodAutoscaler
        metadata: {name: web, namespace: {{ns}}}
        spec:
          targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          updatePolicy: {updateMode: "{{mode}}"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: {{ns}}}
        spec:
          replicas: {{replicas}}
          selector: {matchLabels: {app: web} }
          template:
            metadata:
              labels: {app: web}
              annotations: {autoscale.local/usage: "{{usage}}", autoscale.local/startup-delay: 500ms}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: main, image: "registry.k8s.io/pause:3.10", resources: {{resources}}}
        """;

    private static string Budget(string ns) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{ns}}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: {{ns}}}
        spec:
          minAvailable: 3
          selector: {matchLabels: {app: web} }
        """;
}
