using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class WorkloadTests
{
    private const string Template = """{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    private readonly KindsApi _api = new();

    [Fact]
    public async Task Create_Deployment_IsDefaultedAsRecorded()
    {
        var deployment = await _api.CreateAsync(Deployment($$$"""{"selector":{"matchLabels":{"app":"web"}},"template":{{{Template}}}}"""));

        Assert.Equal(1, deployment.NumberAt("spec.replicas"));
        Assert.Equal("""{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}}""", deployment.NodeAt("spec.strategy")?.ToJsonString());
        Assert.Equal(600, deployment.NumberAt("spec.progressDeadlineSeconds"));
        Assert.Null(deployment.NodeAt("spec.template.spec.enableServiceLinks"));
        Assert.Equal("{}", deployment["status"]?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"template":%}""", "spec.selector: Required value")]
    [InlineData("""{"selector":{},"template":%}""", "spec.selector: Invalid value: {}: empty selector is invalid for deployment")]
    [InlineData("""{"selector":{"matchLabels":{"app":"x"}},"template":%}""", "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`")]
    [InlineData("""{"selector":{"matchLabels":{"app":"web"}},"template":%,"replicas":-1}""", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"selector":{"matchLabels":{"app":"web"}},"template":%,"strategy":{"type":"Recreate","rollingUpdate":{}}}""", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    [InlineData("""{"selector":{"matchLabels":{"app":"web"}},"template":%,"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":0}}}""", "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0")]
    public async Task Create_BadDeployment_IsRefusedInKubernetesWords(string spec, string error)
    {
        var refusal = await _api.RefusalAsync(Deployment(spec.Replace("%", Template, StringComparison.Ordinal)));

        Assert.Equal($"Deployment.apps \"d\" is invalid: {error}", refusal.Message);
    }

    [Fact]
    public async Task Update_Selector_IsImmutable()
    {
        var stored = await _api.CreateAsync(Deployment($$$"""{"selector":{"matchLabels":{"app":"web"}},"template":{{{Template}}}}"""));

        var refusal = await Assert.ThrowsAsync<ApiError>(() => _api.Verbs.UpdateAsync(_api.KindOf(stored), "default", "d", Relabel, WriteOptions.Internal, CancellationToken.None));

        Assert.Equal("""Deployment.apps "d" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable""", refusal.Message);
    }

    [Fact]
    public async Task Create_Job_SelectsItsPodsByUid()
    {
        var job = await _api.CreateAsync("""{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""");

        var uid = job.TextAt("metadata.uid");
        Assert.Equal(uid, job.PartAt("spec.selector.matchLabels")?["batch.kubernetes.io/controller-uid"].AsText());
        Assert.Equal("j", job.PartAt("spec.template.metadata.labels")?["job-name"].AsText());
        Assert.Equal(6, job.NumberAt("spec.backoffLimit"));
    }

    [Fact]
    public async Task Create_JobThatAlwaysRestarts_IsRefused()
    {
        var refusal = await _api.RefusalAsync("""{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");

        Assert.Equal("""Job.batch "j" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never" """.TrimEnd(), refusal.Message);
    }

    private static JsonObject Relabel(JsonObject deployment)
    {
        deployment.Ensure("spec")["selector"] = JsonNode.Parse("""{"matchLabels":{"app":"other"}}""");
        deployment.Ensure("spec").Ensure("template").Ensure("metadata")["labels"] = JsonNode.Parse("""{"app":"other"}""");
        return deployment;
    }

    private static string Deployment(string spec) =>
        $$$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{{{spec}}}}""";
}
