using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Tests.Sources;
using Autoscale.Vpa.Models;

namespace Autoscale.Tests.Vertical;

/// <summary>Every field of a vertical autoscaler that its schema knows to be wrong, in the words of Kubernetes.</summary>
public sealed class VerticalSchemaTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    private const string Target = "'targetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'}";
    private const string Amount = @"should match '^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$'";

    [Theory]
    [InlineData("null", "spec: Required value")]
    [InlineData("", "spec.targetRef: Required value")]
    [InlineData("'targetRef':{'apiVersion':'apps/v1'}", "spec.targetRef.kind: Required value", "spec.targetRef.name: Required value")]
    [InlineData("'targetRef':{'kind':'Deployment','name':7}", "spec.targetRef.name: Invalid value: \"integer\": spec.targetRef.name in body must be of type string: \"integer\"")]
    [InlineData("'targetRef':'web'", "spec.targetRef: Invalid value: \"string\": spec.targetRef in body must be of type object: \"string\"")]
    public Task Create_WithoutARightTarget_IsRefused(string spec, params string[] expected) => RefusesAsync(spec, expected);

    [Theory]
    [InlineData("'updateMode':'On'", "spec.updatePolicy.updateMode: Unsupported value: \"On\": supported values: \"Off\", \"Initial\", \"Recreate\", \"InPlaceOrRecreate\", \"InPlace\", \"Auto\"")]
    [InlineData("'updateMode':false", "spec.updatePolicy.updateMode: Invalid value: \"boolean\": spec.updatePolicy.updateMode in body must be of type string: \"boolean\"")]
    [InlineData("'minReplicas':'two'", "spec.updatePolicy.minReplicas: Invalid value: \"string\": spec.updatePolicy.minReplicas in body must be of type integer: \"string\"")]
    [InlineData("'minReplicas':1.5", "spec.updatePolicy.minReplicas: Invalid value: \"float64\": spec.updatePolicy.minReplicas in body must be of type int32: \"float64\"")]
    [InlineData("'evictAfterOOMSeconds':0", "spec.updatePolicy.evictAfterOOMSeconds: Invalid value: 0: spec.updatePolicy.evictAfterOOMSeconds in body should be greater than or equal to 1")]
    [InlineData("'evictionRequirements':[{'resources':['cpu']}]", "spec.updatePolicy.evictionRequirements[0].changeRequirement: Required value")]
    [InlineData("'evictionRequirements':[{'changeRequirement':'TargetLowerThanRequests'}]", "spec.updatePolicy.evictionRequirements[0].resources: Required value")]
    [InlineData("'evictionRequirements':[{'resources':['cpu'],'changeRequirement':'Any'}]", "spec.updatePolicy.evictionRequirements[0].changeRequirement: Unsupported value: \"Any\": supported values: \"TargetHigherThanRequests\", \"TargetLowerThanRequests\"")]
    [InlineData("'evictionRequirements':[{'resources':'cpu','changeRequirement':'TargetLowerThanRequests'}]", "spec.updatePolicy.evictionRequirements[0].resources: Invalid value: \"string\": spec.updatePolicy.evictionRequirements[0].resources in body must be of type array: \"string\"")]
    public Task Create_OfAWrongUpdatePolicy_IsRefused(string policy, string expected) => RefusesAsync($"{Target},'updatePolicy':{{{policy}}}", expected);

    [Theory]
    [InlineData("'containerName':1", "containerName: Invalid value: \"integer\"")]
    [InlineData("'mode':'On'", "mode: Unsupported value: \"On\": supported values: \"Auto\", \"Off\"")]
    [InlineData("'minAllowed':{'cpu':'1 core'}", "minAllowed.cpu: Invalid value: \"1 core\"", Amount)]
    [InlineData("'minAllowed':{'cpu':0.5}", "minAllowed.cpu: Invalid value: \"number\"", "must be of type integer,string: \"number\"")]
    [InlineData("'maxAllowed':{'memory':'1GB'}", "maxAllowed.memory: Invalid value: \"1GB\"", Amount)]
    [InlineData("'maxAllowed':['1Gi']", "maxAllowed: Invalid value: \"array\"")]
    [InlineData("'controlledResources':'memory'", "controlledResources: Invalid value: \"string\"")]
    [InlineData("'controlledValues':'LimitsOnly'", "controlledValues: Unsupported value: \"LimitsOnly\": supported values: \"RequestsAndLimits\", \"RequestsOnly\"")]
    [InlineData("'oomBumpUpRatio':'twice'", "oomBumpUpRatio: Invalid value: \"twice\"", Amount)]
    [InlineData("'oomMinBumpUp':'100 Mi'", "oomMinBumpUp: Invalid value: \"100 Mi\"", Amount)]
    [InlineData("'memoryAggregationIntervalSeconds':0", "memoryAggregationIntervalSeconds: Invalid value: 0", "should be greater than or equal to 1")]
    [InlineData("'memoryAggregationIntervalCount':-1", "memoryAggregationIntervalCount: Invalid value: -1", "should be greater than or equal to 1")]
    [InlineData("'startupBoost':{'cpu':{'type':'Factor'}}", "startupBoost.cpu: Invalid value: factor is required when type is Factor and forbidden otherwise")]
    public Task Create_OfAWrongContainerPolicy_IsRefused(string policy, string expected, string detail = "") =>
        RefusesAsync($"{Target},'resourcePolicy':{{'containerPolicies':[{{{policy}}}]}}", $"spec.resourcePolicy.containerPolicies[0].{expected}", detail);

    [Theory]
    [InlineData("{}", "spec.startupBoost.cpu.type: Required value")]
    [InlineData("{'type':'Times'}", "spec.startupBoost.cpu.type: Unsupported value: \"Times\": supported values: \"Factor\", \"Quantity\"")]
    [InlineData("{'type':'Factor','quantity':1}", "factor is required when type is Factor and forbidden otherwise", "quantity is required when type is Quantity and forbidden otherwise")]
    [InlineData("{'type':'Quantity','factor':2,'quantity':'1'}", "spec.startupBoost.cpu: Invalid value: factor is required when type is Factor and forbidden otherwise")]
    [InlineData("{'type':'Quantity'}", "spec.startupBoost.cpu: Invalid value: quantity is required when type is Quantity and forbidden otherwise")]
    [InlineData("{'type':'Factor','factor':'2'}", "spec.startupBoost.cpu.factor: Invalid value: \"string\"")]
    [InlineData("{'type':'Factor','factor':2,'durationSeconds':'30s'}", "spec.startupBoost.cpu.durationSeconds: Invalid value: \"string\"")]
    public Task Create_OfAWrongStartupBoost_IsRefused(string boost, params string[] expected) => RefusesAsync($"{Target},'startupBoost':{{'cpu':{boost}}}", expected);

    [Fact]
    public Task Create_OfARecommenderWithoutName_IsRefused() => RefusesAsync($"{Target},'recommenders':[{{}}]", "spec.recommenders[0].name: Required value");

    [KubectlFact]
    public async Task Apply_OfAFieldThatNobodyKnows_IsRefused()
    {
        var said = await cluster.ApplyAsync($$"""
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: wrong}
            spec: { {{Target}}, updatePolicy: {mode: "Off"} }
            """);

        Assert.Contains("strict decoding error: unknown field \"spec.updatePolicy.mode\"", said, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(string spec, params string[] expected)
    {
        var error = await Assert.ThrowsAsync<KubeError>(() => CreateAsync(spec));

        Assert.Equal(422, error.Code);
        Assert.StartsWith("VerticalPodAutoscaler.autoscaling.k8s.io \"wrong\" is invalid: ", error.Message, StringComparison.Ordinal);
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private Task<byte[]> CreateAsync(string spec)
    {
        var json = spec == "null" ? spec : "{" + spec.Replace('\'', '"') + "}";
        return cluster.Client.CreateRawAsync(VerticalPodAutoscaler.Route.In("shop"), Encoding.UTF8.GetBytes("""{"metadata":{"name":"wrong"},"spec":""" + json + "}"));
    }
}
