using Autoscale.Checks;
using Autoscale.Testing;

namespace Autoscale.Autoscale.Tests.Checks;

/// <summary>Checks manifests that a test writes down; each text is a file: file0.yaml, file1.yaml, …</summary>
internal static class Checked
{
    public const string Rules = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: team1}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: bounds, namespace: team1}
        spec: {limits: [{type: Container, default: {cpu: 300m}, defaultRequest: {cpu: 200m}, max: {cpu: "1"}}]}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: team1-quota, namespace: team1}
        spec: {hard: {requests.cpu: "1", pods: "5", count/configmaps: "1"}}
        """;

    public static string Pod(string name, string resources = "{}") =>
        $$$"""{apiVersion: v1, kind: Pod, metadata: {name: {{{name}}}, namespace: team1}, spec: {containers: [{name: main, image: nginx, resources: {{{resources}}} }] } }""";

    public static string Deployment(string name, int replicas) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}, namespace: team1}
        spec:
          replicas: {{{replicas}}}
          selector: {matchLabels: {app: {{{name}}} } }
          template:
            metadata: {labels: {app: {{{name}}} } }
            spec: {containers: [{name: main, image: nginx}]}
        """;

    public static ManifestSet Read(params string[] files)
    {
        var texts = files.Select((text, index) => new ManifestText($"file{index}.yaml", text)).ToList();
        var objects = texts.SelectMany(text => text.Read()).ToList();
        return new(objects, [.. texts.SelectMany(text => text.Problems)]);
    }

    public static Task<CheckReport> RunAsync(params string[] files) =>
        new CheckRun("default", null, new VirtualTimeProvider(DateTimeOffset.UnixEpoch)).RunAsync(Read(files), CancellationToken.None);

    /// <summary>The findings on the last object.</summary>
    public static async Task<CheckFindings> LastAsync(params string[] files) => (await RunAsync(files)).Objects[^1].Findings;
}
