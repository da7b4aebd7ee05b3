using System.Text.Json.Nodes;
using Autoscale.Testing;

namespace Autoscale.Tests.Sources;

public sealed class CustomResourceTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    private const string Broker = "rabbitmq: {address: 'amqp://broker'}";
    private const string Server = "prometheus: {url: 'http://prometheus:9090'}";

    [Fact]
    public async Task Install_OnceMore_RenewsWhatIsThere()
    {
        await CustomResources.InstallAsync(cluster.Client, default);

        Assert.Equal(4, CustomResources.Definitions.Count);
    }

    [Fact]
    public void Definitions_DifferInScopeAndReferencesAlone()
    {
        var (one, all) = (CustomResources.Definitions[0].DeepClone(), CustomResources.Definitions[1].DeepClone());
        foreach (var part in (string[])["credentials", "tls"])
        {
            Spec(one)["properties"]![part]!["properties"]!.AsObject().Remove("secretRef");
            Spec(all)["properties"]![part]!["properties"]!.AsObject().Remove("secretRef");
        }

        Assert.Equal(Spec(one).ToJsonString(), Spec(all).ToJsonString());
        Assert.Equal(Version(one)["additionalPrinterColumns"]!.ToJsonString(), Version(all)["additionalPrinterColumns"]!.ToJsonString());
        Assert.Equal(Schema(one)["status"]!.ToJsonString(), Schema(all)["status"]!.ToJsonString());
    }

    [KubectlFact]
    public async Task Apply_OfWhatIsRight_IsStoredWithDefaults()
    {
        var said = await cluster.ApplyAsync(Manifest("right", $"{Broker}, credentials: {{secretRef: {{name: s}}}}, metrics: [{{name: a, series: rabbitmq_queue_messages}}]"));

        Assert.Equal("metricsource.autoscale.dev/right created\n", said);
        Assert.Equal("5s Auto", await cluster.KubectlAsync("get", "msrc", "right", "-o", "jsonpath={.spec.deadline} {.spec.rabbitmq.transport}"));
        Assert.Matches(@"^NAME +READY +TYPE +METRICS +AGE +LAST ERROR\nright ", await cluster.KubectlAsync("get", "metricsource", "right"));
    }

    [KubectlTheory]
    [InlineData("period: 1s", "spec: Invalid value: exactly one of rabbitmq, prometheus and pushed must be set")]
    [InlineData(Broker + ", pushed: {}", "spec: Invalid value: exactly one of rabbitmq, prometheus and pushed must be set")]
    [InlineData("rabbitmq: {}", "spec.rabbitmq.address: Required value")]
    [InlineData("rabbitmq: {address: 'amqp://me:s3cret@broker'}", "spec.rabbitmq: Invalid value: an address must not hold credentials, name a Secret in spec.credentials")]
    [InlineData(Broker + ", period: 5 s", "spec.period: Invalid value: \"5 s\": spec.period in body should match")]
    [InlineData(Broker + ", metrics: [{name: a}]", "spec.metrics: Invalid value: each metric of a rabbitmq source must have series")]
    [InlineData(Broker + ", metrics: []", "spec.metrics: Invalid value: 0: spec.metrics in body should have at least 1 items")]
    [InlineData(Broker + ", tls: {caKey: ca.crt}", "spec.tls: Invalid value: secretRef must be set where a key of it is named")]
    [InlineData(Broker + ", credentials: {secretRef: {name: A}}", "spec.credentials.secretRef.name: Invalid value: \"A\"")]
    [InlineData(Server, "spec.metrics: Invalid value: a prometheus source must have metrics, or rules in prometheus.discover")]
    [InlineData(Server + ", metrics: [{name: a}]", "spec.metrics: Invalid value: each metric of a prometheus source must have a query")]
    [InlineData(Server + ", metrics: [{name: a, query: x, aggregation: Most}]", "spec.metrics[0].aggregation: Unsupported value: \"Most\": supported values: \"None\", \"Sum\", \"Max\", \"Average\"")]
    [InlineData(Server + ", metrics: [{name: a/b, query: x}]", "spec.metrics[0].name: Invalid value: \"a/b\"")]
    [InlineData("pushed: {}", "spec.metrics: Invalid value: a pushed source must have metrics")]
    public async Task Apply_OfWhatIsWrong_IsRefusedWithTheField(string spec, string expected) =>
        Assert.Contains(expected, await cluster.ApplyAsync(Manifest("wrong", spec)), StringComparison.Ordinal);

    [KubectlFact]
    public async Task Apply_OfAnotherType_IsRefused()
    {
        await cluster.ApplyAsync(Manifest("turned", Broker));

        var said = await cluster.ApplyAsync(Manifest("turned", $"{Server}, rabbitmq: null, metrics: [{{name: a, query: x}}]"));

        Assert.Contains("the type of a source cannot be changed, create another source instead", said, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Apply_OfAClustersSource_NeedsTheNamespaceOfItsSecret()
    {
        var said = await cluster.ApplyAsync(Manifest("all", Broker + ", credentials: {secretRef: {name: s}}", "ClusterMetricSource"));

        Assert.Contains("spec.credentials.secretRef.namespace: Required value", said, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Explain_ShowsWhatTheFieldsMean()
    {
        var said = await cluster.KubectlAsync("explain", "metricsource.spec.rabbitmq");

        Assert.Contains("The broker, e.g. amqps://broker.shop:5671/vhost", said, StringComparison.Ordinal);
    }

    private static string Manifest(string name, string spec, string kind = "MetricSource") => $$"""
        apiVersion: autoscale.dev/v1alpha1
        kind: {{kind}}
        metadata: {name: {{name}}}
        spec: {{{spec}}}
        """;

    private static JsonObject Version(JsonNode definition) => definition["spec"]!["versions"]![0]!.AsObject();

    private static JsonObject Schema(JsonNode definition) => Version(definition)["schema"]!["openAPIV3Schema"]!["properties"]!.AsObject();

    private static JsonObject Spec(JsonNode definition) => Schema(definition)["spec"]!.AsObject();
}
