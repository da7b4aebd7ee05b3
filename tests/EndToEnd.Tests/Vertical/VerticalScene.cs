using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.Kubernetes;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>A namespace with a Deployment "web" that asks for too little CPU and too much memory, and a vertical autoscaler of the same name.</summary>
internal sealed class VerticalScene(VerticalCluster cluster, string ns)
{
    // It ends what hangs: the tests may share the machine with many others.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The pods that are not about to go.</summary>
    public async Task<IReadOnlyList<JsonNode>> PodsAsync() =>
    [
        .. (await Objects.ReadAsync(cluster.Client, $"/api/v1/namespaces/{ns}/pods"))["items"]!.AsArray().OfType<JsonNode>()
            .Where(pod => pod["metadata"]!["deletionTimestamp"] is null),
    ];

    /// <summary>The uids of the pods, in order.</summary>
    public async Task<IReadOnlyList<string>> UidsAsync() => [.. (await PodsAsync()).Select(Uid).Order(StringComparer.Ordinal)];

    /// <summary>Waits until so many pods are ready and all ask for what they use, by their specification and by what their containers have.</summary>
    public Task RightSizedAsync(int replicas) => UntilAsync(
        pods => pods.Count == replicas && pods.All(pod => IsReady(pod) && IsRightSized(Asked(pod)) && IsRightSized(Given(pod))), $"{replicas} right-sized pods");

    /// <summary>Waits until the pods are as they should be; says how they were when they are not.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilAsync(Func<IReadOnlyList<JsonNode>, bool> claim, string description)
    {
        IReadOnlyList<JsonNode> last = [];
        try
        {
            return await Eventually.GetAsync(
                async () =>
                {
                    last = await PodsAsync();
                    return claim(last) ? last : null;
                },
                $"{description} in {ns}",
                Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; the last were:\n{string.Join('\n', last.Select(Describe))}\n{await DescribeAsync()}", late);
        }
    }

    /// <summary>Waits until the autoscaler recommends what is used.</summary>
    public Task RecommendedAsync() => Eventually.TrueAsync(
        async () => (await AutoscalerAsync())["status"]?["recommendation"]?["containerRecommendations"]?[0]?["target"] is { } target && IsRightSized(target),
        $"a recommendation in {ns}",
        Limit);

    /// <summary>The autoscaler as it is.</summary>
    public Task<JsonNode> AutoscalerAsync() => Objects.ReadAsync(cluster.Client, $"/apis/autoscaling.k8s.io/v1/namespaces/{ns}/verticalpodautoscalers/web");

    /// <summary>Waits until <c>kubectl</c> prints what matches.</summary>
    public async Task ShowsAsync(string pattern, params string[] arguments)
    {
        var last = "";
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    last = (await RunAsync(arguments)).Said;
                    return Regex.IsMatch(last, pattern);
                },
                $"kubectl {string.Join(' ', arguments)} matching {pattern}",
                Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; it said last:\n{last}", late);
        }
    }

    /// <summary>What <c>kubectl</c> prints; it must succeed.</summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (code, said) = await RunAsync(arguments);
        Assert.True(code == 0, said);
        return said;
    }

    public static string Name(JsonNode pod) => (string)pod["metadata"]!["name"]!;

    public static string Uid(JsonNode pod) => (string)pod["metadata"]!["uid"]!;

    public static int Restarts(JsonNode pod) => (int?)pod["status"]?["containerStatuses"]?[0]?["restartCount"] ?? 0;

    public static bool IsReady(JsonNode pod) =>
        pod["status"]?["conditions"]?.AsArray().Any(one => (string?)one!["type"] == "Ready" && (string?)one["status"] == "True") == true;

    /// <summary>What the specification asks for.</summary>
    public static JsonNode? Asked(JsonNode pod) => pod["spec"]!["containers"]![0]!["resources"]?["requests"];

    /// <summary>What the container has.</summary>
    public static JsonNode? Given(JsonNode pod) => pod["status"]?["containerStatuses"]?[0]?["resources"]?["requests"];

    /// <summary>What is asked for of a resource, in its base unit; -1 for nothing.</summary>
    public static double Amount(JsonNode? list, string resource) => (string?)list?[resource] is { } text ? Quantity.Parse(text).ToDouble() : -1;

    // They use 200m and 80Mi; what is recommended is a bit more.
    private static bool IsRightSized(JsonNode? amounts) => Amount(amounts, "cpu") is > 0.15 and < 0.4 && Amount(amounts, "memory") is > 80 << 20 and < 150 << 20;

    private async Task<(int ExitCode, string Said)> RunAsync(string[] arguments)
    {
        var (code, output, errors) = await Kubectl.RunAsync(["--kubeconfig", cluster.Kubeconfig, "-n", ns, .. arguments]);
        return (code, output + errors);
    }

    private static string Describe(JsonNode pod) =>
        $"{Name(pod)}: ready {IsReady(pod)}, restarts {Restarts(pod)}, asks for {Asked(pod)?.ToJsonString()}, has {Given(pod)?.ToJsonString()}";

    private async Task<string> DescribeAsync() => (await AutoscalerAsync()).ToJsonString() + "\n" + await KubectlAsync("get", "events");
}
