using System.Text;
using Autoscale.Explains;
using Autoscale.Kubernetes.Client;
using Autoscale.Tests.Sources;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;

namespace Autoscale.Tests.Explains;

public sealed class VerticalFactsReaderTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    private const string Target = """{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}""";

    [Fact]
    public async Task Read_OfAnAutoscaler_FindsAllThatConcernsIt()
    {
        await CreateAsync(new("apps", "v1", "deployments"), "web", """{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"pause"}]}}}""");
        await CreateAsync(KubeRoute.Pods, "web-1", """{"containers":[{"name":"main","image":"pause"}]}""", """{"app":"web"}""");
        await CreateAsync(KubeRoute.Pods, "other", """{"containers":[{"name":"main","image":"pause"}]}""", """{"app":"other"}""");
        await CreateAsync(KubeRoute.LimitRanges, "bounds", """{"limits":[{"type":"Container","max":{"cpu":"2"}}]}""");
        await CreateAsync(VerticalPodAutoscaler.Route, "web", Target);
        await CreateAsync(VerticalPodAutoscalerCheckpoint.Route, "web-main", """{"vpaObjectName":"web","containerName":"main"}""");
        await CreateAsync(VerticalPodAutoscalerCheckpoint.Route, "api-main", """{"vpaObjectName":"api","containerName":"main"}""");

        var facts = await Reader(cluster).ReadAsync("shop", "web", default);

        Assert.Equal("web-1", Assert.Single(facts.Pods).Metadata.Name);
        Assert.Equal("web-main", Assert.Single(facts.Checkpoints).Metadata.Name);
        Assert.Equal("bounds", Assert.Single(facts.LimitRanges).Metadata.Name);
        Assert.Equal("main", facts.Template?.Spec.Containers.Single().Name);
        Assert.Empty(facts.Unread);
    }

    [Fact]
    public async Task Read_OfATargetThatIsNotThere_SaysSo()
    {
        await CreateAsync(VerticalPodAutoscaler.Route, "lost", Target.Replace("\"web\"", "\"gone\"", StringComparison.Ordinal));

        var facts = await Reader(cluster).ReadAsync("shop", "lost", default);

        Assert.Equal("Cannot read targetRef. Reason: Deployment shop/gone does not exist", facts.Target.Problem);
    }

    [Fact]
    public async Task Read_OfNobody_FailsInTheServersWords()
    {
        var error = await Assert.ThrowsAsync<KubeError>(() => Reader(cluster).ReadAsync("shop", "nobody", default));

        Assert.Equal("verticalpodautoscalers.autoscaling.k8s.io \"nobody\" not found", error.Message);
    }

    [Fact]
    public async Task Read_WithoutDefinitions_SaysWhatToApply()
    {
        var bare = new DefinedCluster { IsDefined = false };
        await bare.InitializeAsync();
        try
        {
            var error = await Assert.ThrowsAsync<FormatException>(() => Reader(bare).ReadAsync("shop", "web", default));

            Assert.Contains("kubectl apply -k deploy/crds/vertical", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(404, true)]
    public async Task Read_OfTheWebhooksLease_TellsForbiddenFromAbsent(int code, bool isKnown)
    {
        var lease = AdmissionLease.RouteOf("kube-system");
        var config = new KubeConfig { Server = new("http://localhost"), Credentials = new StaticCredentials(new(new("Bearer", "token"), null)) };
        using var client = new KubeClient(config, new() { Transport = new LeaseRefusal(lease, code) });

        var facts = await new VerticalFactsReader(client, lease, TimeProvider.System).ReadAsync("shop", "web", default);

        Assert.Equal((null, isKnown), (facts.Webhook, facts.KnowsWebhook));
    }

    private static VerticalFactsReader Reader(DefinedCluster cluster) => new(cluster.Client, AdmissionLease.RouteOf("kube-system"), TimeProvider.System);

    private Task<byte[]> CreateAsync(KubeRoute route, string name, string spec, string labels = "{}") => cluster.Client.CreateRawAsync(
        route.In("shop"), Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}","labels":{{{labels}}}},"spec":{{{spec}}}}"""));
}
