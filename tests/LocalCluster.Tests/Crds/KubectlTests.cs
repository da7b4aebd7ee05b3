using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Crds;

/// <summary>A vertical pod autoscaler's definition in small, as kubectl sees it.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: verticalpodautoscalers.autoscaling.k8s.io
          annotations:
            api-approved.kubernetes.io: https://github.com/kubernetes/kubernetes/pull/63797
        spec:
          group: autoscaling.k8s.io
          names: {kind: VerticalPodAutoscaler, listKind: VerticalPodAutoscalerList, plural: verticalpodautoscalers, singular: verticalpodautoscaler, shortNames: [vpa]}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
            - {name: Mode, type: string, jsonPath: .spec.updatePolicy.updateMode}
            - {name: CPU, type: string, jsonPath: ".status.recommendation.containerRecommendations[0].target.cpu"}
            - {name: Provided, type: string, jsonPath: ".status.conditions[?(@.type=='RecommendationProvided')].status"}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            schema:
              openAPIV3Schema:
                type: object
                description: Keeps the requests of pods right.
                required: [spec]
                properties:
                  apiVersion: {type: string}
                  kind: {type: string}
                  metadata: {type: object}
                  spec:
                    type: object
                    description: What is wanted.
                    required: [targetRef]
                    properties:
                      targetRef:
                        type: object
                        required: [kind, name]
                        properties: {apiVersion: {type: string}, kind: {type: string}, name: {type: string}}
                        x-kubernetes-map-type: atomic
                      updatePolicy:
                        type: object
                        properties:
                          minReplicas: {type: integer, format: int32}
                          updateMode: {type: string, description: When pods are changed., enum: ["Off", Initial, Recreate, InPlaceOrRecreate, Auto]}
                      resourcePolicy:
                        type: object
                        properties:
                          containerPolicies:
                            type: array
                            items:
                              type: object
                              properties:
                                containerName: {type: string}
                                minAllowed:
                                  type: object
                                  additionalProperties:
                                    anyOf: [{type: integer}, {type: string}]
                                    pattern: ^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$
                                    x-kubernetes-int-or-string: true
                  status: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """;

    private const string Object =
        """
        apiVersion: autoscaling.k8s.io/v1
        kind: VerticalPodAutoscaler
        metadata: {name: web}
        spec:
          targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          updatePolicy: {updateMode: "Off"}
          resourcePolicy: {containerPolicies: [{containerName: "*", minAllowed: {cpu: 1, memory: 64Mi}}]}
        """;

    private readonly LocalClusterHost _host = new(new LocalClusterOptions());
    private readonly string _folder = Directory.CreateTempSubdirectory("crds").FullName;

    public async Task InitializeAsync()
    {
        await _host.StartAsync(CancellationToken.None);
        await File.WriteAllTextAsync(InFolder("kubeconfig"), _host.Kubeconfig());
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [KubectlFact]
    public async Task CustomResource_FromDefinitionToDeletion_BehavesAsAnyOther()
    {
        Assert.Equal("customresourcedefinition.apiextensions.k8s.io/verticalpodautoscalers.autoscaling.k8s.io created\n", await RunAsync("apply", "-f", Manifest(Definition)));
        await RunAsync("wait", "--for=condition=Established", "crd/verticalpodautoscalers.autoscaling.k8s.io", "--timeout=30s");
        Assert.Equal("verticalpodautoscaler.autoscaling.k8s.io/web created\n", await RunAsync("apply", "-f", Manifest(Object)));
        Assert.Equal("verticalpodautoscaler.autoscaling.k8s.io/web unchanged\n", await RunAsync("apply", "-f", Manifest(Object)));
        Assert.Equal("verticalpodautoscaler.autoscaling.k8s.io/web configured\n", await RunAsync("apply", "-f", Manifest(Object.Replace("\"Off\"", "Initial", StringComparison.Ordinal))));
        await RunAsync("patch", "vpa", "web", "--subresource=status", "--type=merge", "-p", """{"status":{"recommendation":{"containerRecommendations":[{"target":{"cpu":"25m"}}]},"conditions":[{"type":"RecommendationProvided","status":"True"}]}}""");

        Assert.Matches(@"^NAME +MODE +CPU +PROVIDED +AGE\nweb +Initial +25m +True +\d+s\n$", await RunAsync("get", "vpa"));
        Assert.Matches(@"^NAME +CREATED AT\nverticalpodautoscalers.autoscaling.k8s.io +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$", await RunAsync("get", "crd"));
        Assert.Matches(@"(?s)updateMode\t<string>\n.*When pods are changed", await RunAsync("explain", "vpa.spec.updatePolicy"));
        Assert.StartsWith("verticalpodautoscaler.autoscaling.k8s.io \"web\" deleted", await RunAsync("delete", "vpa", "web"), StringComparison.Ordinal);
        await RunAsync("delete", "crd", "verticalpodautoscalers.autoscaling.k8s.io");
        Assert.Contains("the server doesn't have a resource type \"vpa\"", (await Kubectl.RunAsync("--kubeconfig", InFolder("kubeconfig"), "get", "vpa")).Errors, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Create_WrongObject_IsRefusedInKubernetesWords()
    {
        await RunAsync("create", "-f", Manifest(Definition));
        await RunAsync("wait", "--for=condition=Established", "crd/verticalpodautoscalers.autoscaling.k8s.io", "--timeout=30s");

        var unknown = await RefusedAsync(Object.Replace("updateMode", "updateMod", StringComparison.Ordinal));
        var wrong = await RefusedAsync(Object.Replace("\"Off\"", "\"On\"", StringComparison.Ordinal));
        var amount = await RefusedAsync(Object.Replace("64Mi", "64 MB", StringComparison.Ordinal));

        Assert.Contains("strict decoding error: unknown field \"spec.updatePolicy.updateMod\"", unknown, StringComparison.Ordinal);
        Assert.Contains("spec.updatePolicy.updateMode: Unsupported value: \"On\": supported values: \"Off\", \"Initial\", \"Recreate\", \"InPlaceOrRecreate\", \"Auto\"", wrong, StringComparison.Ordinal);
        Assert.Contains("spec.resourcePolicy.containerPolicies[0].minAllowed.memory in body should match", amount, StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(string manifest)
    {
        var (code, _, errors) = await Kubectl.RunAsync("--kubeconfig", InFolder("kubeconfig"), "create", "-f", Manifest(manifest));
        Assert.Equal(1, code);
        return errors;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await Kubectl.RunAsync(["--kubeconfig", InFolder("kubeconfig"), "--cache-dir", InFolder("cache"), .. arguments]);
        Assert.True(code == 0, errors);
        return output;
    }

    private string Manifest(string text)
    {
        var path = InFolder($"{Guid.NewGuid()}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
