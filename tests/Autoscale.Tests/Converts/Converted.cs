using System.Text.Json;
using Autoscale.Autoscale.Tests.Checks;
using Autoscale.Converts;
using Autoscale.LocalCluster.Api.Http;
using Autoscale.Metrics.Declared;
using Autoscale.Testing;

namespace Autoscale.Autoscale.Tests.Converts;

/// <summary>Converts configurations that a test writes down, and reads again what was written.</summary>
internal static class Converted
{
    public static readonly ConvertTarget Target = new("prometheus-adapter", null, "http://prometheus.example:9090");

    private static readonly string[] Definitions = ["metricsources.yaml", "clustermetricsources.yaml"];

    /// <summary>The text that is written, or all that is wrong.</summary>
    public static string Text(string configuration, ConvertTarget? target = null)
    {
        var conversion = new AdapterConversion(target ?? Target);
        var sources = conversion.Convert(new AdapterFile("adapter.yaml").Read(configuration));
        return conversion.Problems.Count > 0
            ? string.Join('\n', conversion.Problems)
            : string.Concat(sources.Select(source => SourceText.Of(source, (target ?? Target).Namespace)));
    }

    /// <summary>The only source that is written.</summary>
    public static MetricSourceSpec Spec(string configuration, ConvertTarget? target = null) => Read(Text(configuration, target)).Spec;

    /// <summary>The rules of the only source that is written.</summary>
    public static IReadOnlyList<DiscoveryRule> Rules(string configuration) => Spec(configuration).Prometheus?.Discover ?? [];

    public static ClusterMetricSource Read(string text) =>
        YamlText.Read(text)?.Deserialize(ClusterMetricSource.JsonType) ?? throw new InvalidOperationException(text);

    /// <summary>What the schema of the custom resource and the checks of sources say against the text; nothing when it can be applied.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(string text)
    {
        var definitions = Definitions
            .Select(name => File.ReadAllText(Path.Combine(Vectors.TestsFolder(), "..", "deploy", "crds", name)));
        var report = await Checked.RunAsync([.. definitions, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", text]);
        return
        [
            .. report.Problems.Select(problem => problem.ToString()),
            .. report.Objects.SelectMany(one => one.Findings.Refusals.Select(refusal => refusal.Message).Concat(one.Findings.Warnings)),
            .. SpecCheck.Check(Read(text)).Select(problem => problem.ToString()),
        ];
    }
}
