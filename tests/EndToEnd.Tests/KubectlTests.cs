using System.Text.RegularExpressions;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>What somebody sees who points kubectl at <c>autoscale local</c>.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          replicas: 1
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
              annotations:
                autoscale.local/usage: cpu=120m,memory=30Mi
            spec:
              containers:
              - name: main
                image: registry.k8s.io/pause:3.10
                resources:
                  requests:
                    cpu: 100m
        """;

    private const string Autoscaler = """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: web
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: web
          minReplicas: 1
          maxReplicas: 3
          metrics:
          - type: Resource
            resource:
              name: cpu
              target:
                type: Utilization
                averageUtilization: 60
        """;

    private readonly TemporaryFolder _folder = new();
    private LocalProcess? _local;

    public async Task InitializeAsync()
    {
        if (Kubectl.WhyUnavailable is null)
        {
            _local = await LocalProcess.StartAsync();
        }
    }

    public Task DisposeAsync()
    {
        _local?.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [KubectlFact]
    [Trait("Category", "Long")]
    public async Task Hpa_OnCpu_ShowsTargetsConditionsEventsAndUsage()
    {
        await KubectlAsync("create", "-f", Manifest(Deployment));
        await KubectlAsync("create", "-f", Manifest(Autoscaler));

        await SeesAsync(@"(?m)^web +Deployment/web +cpu: 120%/60% +1 +3 +3 ", "get", "hpa");
        await SeesAsync(@"(?m)^web-\w+-\w+ +120m +30Mi *$", "top", "pod");
        await SeesAsync(@"(?m)^node-\d +\d+m +\d+% +\d+Mi +\d+% *$", "top", "node");
        var described = await SeesAsync(@"ScalingLimited +True +TooManyReplicas ", "describe", "hpa", "web");
        Assert.Matches(@"resource cpu on pods +\(as a percentage of request\): +120% \(120m\) / 60%", described);
        Assert.Matches(@"Deployment pods: +3 current / 3 desired", described);
        Assert.Matches(@"AbleToScale +True +", described);
        Assert.Matches(
            "ScalingActive +True +ValidMetricFound +the HPA was able to successfully calculate a replica count from "
            + @"cpu resource utilization \(percentage of request\)",
            described);
        Assert.Matches(
            "Normal +SuccessfulRescale +.*horizontal-pod-autoscaler +New size: [23]; reason: "
            + @"cpu resource utilization \(percentage of request\) above target",
            described);
    }

    [KubectlTheory]
    [InlineData("maxReplicas: 3", "maxReplicas: 3\n  maxReplica: 4", "strict decoding error: unknown field \"spec.maxReplica\"")]
    [InlineData("minReplicas: 1", "minReplicas: 4", "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`")]
    [InlineData("averageUtilization: 60", "averageUtilization: 0", "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0")]
    [InlineData("        averageUtilization: 60", "", "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization")]
    [InlineData("        averageUtilization: 60", "        averageValue: 1x", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public async Task Create_BadAutoscaler_IsRefusedInKubernetesWords(string good, string bad, string said)
    {
        var manifest = Manifest(Autoscaler.Replace(good, bad, StringComparison.Ordinal));

        var (code, _, errors) = await RunAsync("create", "-f", manifest);

        Assert.Equal(1, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("web", await KubectlAsync("get", "hpa"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Create_BadQuantityOfADeployment_IsRefusedInKubernetesWords()
    {
        var (code, _, errors) = await RunAsync("create", "-f", Manifest(Deployment.Replace("100m", "100 milli", StringComparison.Ordinal)));

        Assert.Equal(1, code);
        Assert.Contains("quantities must match the regular expression", errors, StringComparison.Ordinal);
    }

    private string Manifest(string text)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Kubectl.RunAsync(["--kubeconfig", _local!.Kubeconfig, .. arguments]);

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private async Task<string> SeesAsync(string pattern, params string[] arguments)
    {
        var last = "";
        try
        {
            return await Eventually.GetAsync(
                async () => Regex.IsMatch(last = (await RunAsync(arguments)).Output, pattern) ? last : null, pattern, Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} in:\n{last}");
        }
    }
}
