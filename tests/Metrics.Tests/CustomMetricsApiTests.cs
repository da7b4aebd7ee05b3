using System.Text.Json.Nodes;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class CustomMetricsApiTests(AggregatedCluster cluster) : IClassFixture<AggregatedCluster>
{
    private const string V1 = "/apis/custom.metrics.k8s.io/v1beta1";
    private const string V2 = "/apis/custom.metrics.k8s.io/v1beta2";

    [KubectlFact]
    public async Task KubectlGetRaw_PodsOfV1beta1_IsTheListOfCustomMetricsServers() =>
        Assert.Equal(
            """{"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta1","metadata":{},"items":[{"describedObject":{"kind":"Pod","namespace":"demo","name":"a","apiVersion":"/v1"},"metricName":"http_requests","timestamp":"2026-01-02T03:04:05Z","window":60,"value":"888m","selector":null}]}""" + "\n",
            await cluster.KubectlAsync($"get --raw {V1}/namespaces/demo/pods/*/http_requests"));

    [KubectlFact]
    public async Task KubectlGetRaw_PodsOfV1beta2_IsTheListOfCustomMetricsServers() =>
        Assert.Equal(
            """{"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta2","metadata":{},"items":[{"describedObject":{"kind":"Pod","namespace":"demo","name":"a","apiVersion":"/v1"},"metric":{"name":"http_requests","selector":null},"timestamp":"2026-01-02T03:04:05Z","windowSeconds":60,"value":"888m"}]}""" + "\n",
            await cluster.KubectlAsync($"get --raw {V2}/namespaces/demo/pods/*/http_requests?labelSelector=app"));

    [KubectlFact]
    public async Task KubectlGetRaw_MetricsSelector_PicksTheSeriesAndIsShown() =>
        Assert.Equal(
            """{"kind":"MetricValueList","apiVersion":"custom.metrics.k8s.io/v1beta2","metadata":{},"items":[{"describedObject":{"kind":"Pod","namespace":"demo","name":"a","apiVersion":"/v1"},"metric":{"name":"http_errors","selector":{"matchLabels":{"code":"500"}}},"timestamp":"2026-01-02T03:04:05Z","value":"5"}]}""" + "\n",
            await cluster.KubectlAsync($"get --raw {V2}/namespaces/demo/pods/a/http_errors?metricLabelSelector=code%3D500"));

    [KubectlFact]
    public async Task KubectlGetRaw_Absent_IsRefusedWithItsReason()
    {
        Assert.Equal(
            "exit code 1: Error from server (ServiceUnavailable): lost: connection refused\n",
            await cluster.KubectlAsync($"get --raw {V1}/namespaces/demo/pods/*/latency"));
        Assert.Equal(
            "exit code 1: Error from server (ServiceUnavailable): app last reported it at 2026-01-02T03:03:53Z, valid for 10 s\n",
            await cluster.KubectlAsync("get --raw /apis/external.metrics.k8s.io/v1beta1/namespaces/demo/orders"));
        Assert.Equal(
            "exit code 1: Error from server (NotFound): the server could not find the metric none for pods\n",
            await cluster.KubectlAsync($"get --raw {V1}/namespaces/demo/pods/*/none"));
    }

    [KubectlFact]
    public async Task KubectlGet_ApiServices_AreOursAndAvailable()
    {
        var lines = await cluster.KubectlAsync("get apiservices -o custom-columns=N:.metadata.name,S:.spec.service.name,V:.spec.versionPriority,A:.status.conditions[0].status");

        Assert.Equal(
            ["v1beta1.custom.metrics.k8s.io metrics 100 True", "v1beta1.external.metrics.k8s.io metrics 100 True", "v1beta1.metrics.k8s.io metrics 100 True", "v1beta2.custom.metrics.k8s.io metrics 200 True"],
            lines.Split('\n').Where(line => line.Contains("metrics.k8s.io", StringComparison.Ordinal))
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [KubectlFact]
    public async Task KubectlGetRaw_GroupAtTheApiServer_PrefersTheNewerVersion() =>
        Assert.EndsWith(
            """
            "preferredVersion":{"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"}}
            """,
            (await cluster.KubectlAsync("get --raw /apis/custom.metrics.k8s.io")).TrimEnd());

    [Theory]
    [InlineData("namespaces/demo/pods/a/http_errors", "\"value\":\"12\"")]
    [InlineData("namespaces/demo/pods/*/http_requests?labelSelector=app%3Db", "\"message\":\"prom: no sample\",\"reason\":\"ServiceUnavailable\",\"code\":503")]
    [InlineData("namespaces/demo/pods/*/http_requests?labelSelector=app%3Dfresh", "\"items\":[]")]
    [InlineData("namespaces/demo/pods/*/http_requests?labelSelector=app%3Dnone", "\"items\":[]")]
    [InlineData("namespaces/demo/pods/b/http_requests", "prom: no sample")]
    [InlineData("namespaces/demo/pods/fresh/http_requests", "the server could not find the metric http_requests for pods fresh")]
    [InlineData("namespaces/demo/pods/a/orders", "app last reported it at 2026-01-02T03:03:53Z, valid for 10 s")]
    [InlineData("namespaces/demo/pod/a/http_requests", "\"value\":\"888m\"")]
    [InlineData("namespaces/demo/metrics/queue_length", "\"describedObject\":{\"kind\":\"Namespace\",\"name\":\"demo\",\"apiVersion\":\"/v1\"}")]
    [InlineData("namespaces/other/metrics/queue_length", "the server could not find the metric queue_length for namespaces other")]
    [InlineData("namespaces/demo/deployments.apps/web/lag", "\"describedObject\":{\"kind\":\"Deployment\",\"namespace\":\"demo\",\"name\":\"web\",\"apiVersion\":\"apps/v1\"}")]
    [InlineData("namespaces/demo/deployments.apps/*/lag?labelSelector=tier%3Dfront", "\"value\":\"0\"")]
    [InlineData("namespaces/demo/deployments.apps/*/lag?labelSelector=tier%3Dback", "\"items\":[]")]
    [InlineData("namespaces/demo/deployments.other/web/lag", "the server could not find the metric lag for deployments.other")]
    [InlineData("nodes/node-1/load", "\"describedObject\":{\"kind\":\"Node\",\"name\":\"node-1\",\"apiVersion\":\"/v1\"}")]
    [InlineData("nodes/*/load", "\"value\":\"1500m\"")]
    [InlineData("namespaces/demo/nodes/node-1/load", "the server could not find the metric load for nodes")]
    [InlineData("namespaces/demo/pods", "\"message\":\"invalid request path\",\"reason\":\"BadRequest\",\"code\":400")]
    [InlineData("namespaces/demo/pods/a", "the server could not find the requested resource")]
    [InlineData("namespaces/demo/pods/*/http_requests?labelSelector=a%3D%3D%3D", "\"code\":400")]
    [InlineData("namespaces/demo/pods/*/http_requests?metricLabelSelector=a%3D%3D%3D", "\"code\":400")]
    [InlineData("namespaces/demo/pods/a/http_requests?fieldSelector=metadata.name%3Db", "doesn\\u0027t match requested name")]
    [InlineData("namespaces/demo/pods/*/http_requests?watch=1", "watch is not supported on resources of kind \\u0022pods.custom.metrics.k8s.io\\u0022")]
    public async Task Get_Path_AnswersAsCustomMetricsServers(string path, string expected)
    {
        using var http = cluster.Http(AggregatedCluster.Token);

        var answer = await (await http.GetAsync($"{V1}/{path}")).Content.ReadAsStringAsync();

        Assert.Contains(expected, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1beta1")]
    [InlineData("v1beta2")]
    public async Task Get_Discovery_ListsWhatSourcesHave(string version)
    {
        using var http = cluster.Http(AggregatedCluster.Token);

        var list = JsonNode.Parse(await http.GetStringAsync($"/apis/custom.metrics.k8s.io/{version}"));

        Assert.Equal(
            ["pods/http_errors", "pods/http_requests", "deployments.apps/lag", "pods/latency", "nodes/load", "pods/orders", "namespaces/queue_length"],
            list!["resources"]!.AsArray().Select(one => (string?)one!["name"]));
        Assert.Equal("""{"name":"nodes/load","singularName":"","namespaced":false,"kind":"MetricValueList","verbs":["get"]}""", list["resources"]![4]!.ToJsonString());
    }

    [Fact]
    public async Task Get_Group_PrefersTheNewerVersion()
    {
        using var http = cluster.Http(AggregatedCluster.Token);

        Assert.Equal(
            """{"kind":"APIGroup","apiVersion":"v1","name":"custom.metrics.k8s.io","versions":[{"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"},{"groupVersion":"custom.metrics.k8s.io/v1beta1","version":"v1beta1"}],"preferredVersion":{"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"}}""" + "\n",
            await http.GetStringAsync("/apis/custom.metrics.k8s.io"));
    }

    [Fact]
    public async Task Get_AsAnAggregator_ListsAllInOneAnswer()
    {
        using var http = cluster.Http(AggregatedCluster.Token);
        http.DefaultRequestHeaders.TryAddWithoutValidation(
            "Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json");

        using var answer = await http.GetAsync("/apis");

        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", answer.Content.Headers.NonValidated["Content-Type"].ToString());
        var items = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]!.AsArray();
        Assert.Equal(["metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"], items.Select(one => (string?)one!["metadata"]!["name"]));
        Assert.Equal(
            """{"resource":"deployments.apps","responseKind":{"group":"","version":"","kind":""},"scope":"Namespaced","singularResource":"","verbs":[],"subresources":[{"subresource":"lag","responseKind":{"group":"","version":"","kind":"MetricValueList"},"verbs":["get"]}]}""",
            items[1]!["versions"]![0]!["resources"]!.AsArray().Single(one => (string?)one!["resource"] == "deployments.apps")!.ToJsonString());
    }

    // What the built-in autoscaler's client sends: it takes protobuf rather than JSON, but takes JSON.
    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", 200)]
    [InlineData("application/vnd.kubernetes.protobuf, */*", 200)]
    [InlineData("application/vnd.kubernetes.protobuf", 406)]
    public async Task Get_AsTheBuiltInAutoscaler_IsAnsweredInJson(string accepts, int code)
    {
        using var http = cluster.Http(AggregatedCluster.Token);
        http.DefaultRequestHeaders.Add("Accept", accepts);

        using var answer = await http.GetAsync($"{V2}/namespaces/demo/pods/%2A/http_requests?labelSelector=app%3Da&metricLabelSelector=");

        Assert.Equal(code, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }
}
