using System.Net;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class MetricsApiTests(AggregatedCluster cluster) : IClassFixture<AggregatedCluster>
{
    private const string PodA =
        """{"metadata":{"name":"a","namespace":"demo","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"a"}},"timestamp":"2026-01-02T03:04:05Z","window":"15s","containers":[{"name":"app","usage":{"cpu":"100m","memory":"20Mi"}},{"name":"log","usage":{"cpu":"1234567n","memory":"1Mi"}}]}""";

    [KubectlFact]
    public async Task KubectlTop_Pods_ShowsTheirUsage()
    {
        Assert.Equal(
            "NAME   CPU(cores)   MEMORY(bytes)   \na      102m         21Mi            \nb      252m         21Mi            \n",
            await cluster.KubectlAsync("top pods -n demo"));
        Assert.Equal(
            "POD   NAME   CPU(cores)   MEMORY(bytes)   \na     app    100m         20Mi            \na     log    2m           1Mi             \n",
            await cluster.KubectlAsync("top pods -n demo --containers -l app=a"));
    }

    [KubectlFact]
    public async Task KubectlTop_Node_ShowsItsShare() =>
        Assert.Equal(
            "NAME     CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)   \nnode-1   500m         12%      1024Mi          12%         \n",
            await cluster.KubectlAsync("top node"));

    [KubectlFact]
    public async Task KubectlTop_PodWithoutUsage_IsNotFound()
    {
        Assert.Equal(
            "exit code 1: Error from server (NotFound): podmetrics.metrics.k8s.io \"demo/fresh\" not found\n",
            await cluster.KubectlAsync("top pod fresh -n demo"));
        Assert.Equal(
            "exit code 1: Error from server (NotFound): pods \"none\" not found\n",
            await cluster.KubectlAsync("top pod none -n demo"));
    }

    [KubectlFact]
    public async Task KubectlGet_PodMetrics_IsMetricsServersTable() =>
        Assert.Equal(
            "NAME   CPU          MEMORY   WINDOW\na      101234567n   21Mi     15s\nb      251234567n   21Mi     15s\n",
            await cluster.KubectlAsync("get pods.metrics.k8s.io -n demo"));

    [KubectlFact]
    public async Task KubectlGetRaw_Pods_IsMetricsServersList() =>
        Assert.Equal(
            $$"""{"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{},"items":[{{PodA}}]}""" + "\n",
            await cluster.KubectlAsync("get --raw /apis/metrics.k8s.io/v1beta1/namespaces/demo/pods?labelSelector=app%3Da"));

    [KubectlFact]
    public async Task KubectlGetRaw_ExternalMetric_IsAListOfValues() =>
        Assert.Equal(
            """{"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[{"metricName":"depth","metricLabels":{"queue":"orders"},"timestamp":"2026-01-02T03:04:05Z","value":"7"}]}""" + "\n",
            await cluster.KubectlAsync("get --raw /apis/external.metrics.k8s.io/v1beta1/namespaces/demo/depth?labelSelector=queue%3Dorders"));

    [KubectlFact]
    public async Task KubectlGetRaw_AbsentMetric_IsRefusedWithItsReason()
    {
        Assert.Equal(
            "exit code 1: Error from server (ServiceUnavailable): lost: connection refused\n",
            await cluster.KubectlAsync("get --raw /apis/external.metrics.k8s.io/v1beta1/namespaces/demo/width"));
        Assert.Equal(
            "exit code 1: Error from server (NotFound): the server could not find the metric none for namespaces\n",
            await cluster.KubectlAsync("get --raw /apis/external.metrics.k8s.io/v1beta1/namespaces/demo/none"));
    }

    [Theory]
    [InlineData("pods?fieldSelector=metadata.name%3Db", "\"name\":\"b\"", "\"name\":\"a\"")]
    [InlineData("pods?fieldSelector=metadata.name!%3Db,metadata.namespace%3Ddemo", "\"name\":\"a\"", "\"name\":\"b\"")]
    [InlineData("namespaces/other/pods", "\"items\":[]", "\"name\"")]
    [InlineData("namespaces/demo/pods/a", "{\"kind\":\"PodMetrics\",\"apiVersion\":\"metrics.k8s.io/v1beta1\"", "\"items\"")]
    [InlineData("nodes/node-1", "\"usage\":{\"cpu\":\"500m\",\"memory\":\"1Gi\"}", "namespace")]
    [InlineData("nodes/none", "nodes \\u0022none\\u0022 not found", "items")]
    [InlineData("pods?labelSelector=a%3D%3D%3D", "\"code\":400", "items")]
    [InlineData("pods?watch=true", "watch is not supported on resources of kind \\u0022pods.metrics.k8s.io\\u0022", "items")]
    [InlineData("none", "the server could not find the requested resource", "items")]
    [InlineData("/pods", "the server could not find the requested resource", "items")]
    [InlineData("/namespaces/demo/pods", "the server could not find the requested resource", "items")]
    [InlineData("namespaces//pods", "the server could not find the requested resource", "items")]
    public async Task Get_Path_AnswersAsMetricsServer(string path, string expected, string unexpected)
    {
        using var http = Client();

        var answer = await (await http.GetAsync("/apis/metrics.k8s.io/v1beta1/" + path)).Content.ReadAsStringAsync();

        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(unexpected, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AnyPath_IsNotAllowed()
    {
        using var http = Client();

        using var answer = await http.PostAsync("/apis/metrics.k8s.io/v1beta1/nodes", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("/apis")]
    [InlineData("/apis/metrics.k8s.io")]
    [InlineData("/apis/external.metrics.k8s.io")]
    [InlineData("/apis/metrics.k8s.io/v1beta1")]
    [InlineData("/apis/external.metrics.k8s.io/v1beta1")]
    [InlineData("/apis/custom.metrics.k8s.io")]
    [InlineData("/apis/custom.metrics.k8s.io/v1beta1")]
    [InlineData("/apis/custom.metrics.k8s.io/v1beta2")]
    public async Task Get_Discovery_IsJson(string path)
    {
        using var http = Client();

        using var document = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(path));

        Assert.StartsWith("API", document.RootElement.GetProperty("kind").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithoutCredentials_IsForbiddenToAnonymousButForHealth()
    {
        using var http = cluster.Http();

        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"nodes.metrics.k8s.io is forbidden: User \u0022system:anonymous\u0022 cannot list resource \u0022nodes\u0022 in API group \u0022metrics.k8s.io\u0022 at the cluster scope","reason":"Forbidden","details":{"group":"metrics.k8s.io","kind":"nodes"},"code":403}""" + "\n",
            await (await http.GetAsync("/apis/metrics.k8s.io/v1beta1/nodes")).Content.ReadAsStringAsync());
        Assert.Equal("ok", await http.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Get_WithAnUnknownToken_IsUnauthorized()
    {
        using var http = cluster.Http("let-me-out");

        using var answer = await http.GetAsync("/apis");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""" + "\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_WithAUsersCertificateOfTheCluster_IsAnswered()
    {
        using var certificate = cluster.Certificate(new("jane", ["dev"]));
        using var http = cluster.Http(certificate: certificate);

        using var answer = await http.GetAsync("/apis");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Get_WithAStrangersCertificate_IsUnauthorized()
    {
        using var stranger = new ClusterCertificates(TimeProvider.System.GetUtcNow(), "front-proxy-ca");
        using var certificate = stranger.IssueClient(new("front-proxy-client", []));
        using var http = cluster.Http(certificate: certificate);
        http.DefaultRequestHeaders.Add("X-Remote-User", "root");

        using var answer = await http.GetAsync("/apis");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private HttpClient Client() => cluster.Http(AggregatedCluster.Token);
}
