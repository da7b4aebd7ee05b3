using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.Tests.Validating;

/// <summary>What schemas cannot say: every rule broken once, in upstream's words.</summary>
public sealed class VpaPolicyTests
{
    private const string Target = "'targetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'}";
    private const string Gate = "not supported when feature flag PerVPAConfig is disabled";

    private static readonly VpaAdmissionOptions Gated = new() { AllowsInPlaceMode = false, AllowsSettingsPerVpa = false, AllowsStartupBoost = false };

    [Theory]
    [InlineData("'minReplicas':1", "updateMode: Required value: updateMode is required if UpdatePolicy is used")]
    [InlineData("'updateMode':'On'", "updateMode: Unsupported value: \"On\": supported values: \"InPlace\", \"InPlaceOrRecreate\", \"Initial\", \"Off\", \"Recreate\"")]
    [InlineData("'updateMode':'Off','minReplicas':0", "minReplicas: Invalid value: 0: minReplicas has to be positive")]
    [InlineData("'updateMode':'Off','minReplicas':-3", "minReplicas: Invalid value: -3: minReplicas has to be positive")]
    [InlineData("'updateMode':'Off','evictAfterOOMSeconds':0", "evictAfterOOMSeconds: Invalid value: 0: must be greater than or equal to 1")]
    public Task Validate_OfAWrongUpdatePolicy_IsRefused(string policy, string expected) =>
        RefusesAsync($"{Target},'updatePolicy':{{{policy}}}", $"spec.updatePolicy.{expected}");

    [Theory]
    [InlineData("'mode':'Auto'", "containerName: Required value")]
    [InlineData("'containerName':'a','mode':'On'", "mode: Unsupported value: \"On\": supported values: \"Auto\", \"Off\"")]
    [InlineData("'containerName':'a','minAllowed':{'cpu':'100u'}", "minAllowed[cpu]: Invalid value: \"100u\": must be a whole number of milli CPUs")]
    [InlineData("'containerName':'a','minAllowed':{'memory':'100m'}", "minAllowed[memory]: Invalid value: \"100m\": must be a whole number of bytes")]
    [InlineData("'containerName':'a','maxAllowed':{'cpu':'1.0005'}", "maxAllowed[cpu]: Invalid value: \"1000500u\": must be a whole number of milli CPUs")]
    [InlineData("'containerName':'a','minAllowed':{'cpu':'2'},'maxAllowed':{'cpu':'1'}", "maxAllowed[cpu]: Invalid value: \"1\": max resource for cpu is lower than min of \"2\"")]
    [InlineData("'containerName':'*','mode':'Off','controlledValues':'RequestsAndLimits'", "controlledValues: Forbidden: controlledValues shouldn't be specified if container scaling mode is off")]
    [InlineData("'containerName':'a','oomBumpUpRatio':'0.9'", "oomBumpUpRatio: Invalid value: 0.9: must be greater than or equal to 1.0")]
    [InlineData("'containerName':'a','oomMinBumpUp':'-1'", "oomMinBumpUp: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("'containerName':'a','memoryAggregationIntervalSeconds':0", "memoryAggregationIntervalSeconds: Invalid value: 0: must be greater than or equal to 1")]
    [InlineData("'containerName':'a','memoryAggregationIntervalCount':-1", "memoryAggregationIntervalCount: Invalid value: -1: must be greater than or equal to 1")]
    [InlineData("'containerName':'a','startupBoost':{'cpu':{'type':'Factor','factor':0}}", "startupBoost.cpu.factor: Invalid value: 0: must be >= 1 for type Factor")]
    public Task Validate_OfAWrongContainerPolicy_IsRefused(string policy, string expected) =>
        RefusesAsync($"{Target},'resourcePolicy':{{'containerPolicies':[{{{policy}}}]}}", $"spec.resourcePolicy.containerPolicies[0].{expected}");

    [Theory]
    [InlineData("{}", "type: Required value: must be either Factor or Quantity")]
    [InlineData("{'type':'Times'}", "type: Unsupported value: \"Times\": supported values: \"Factor\", \"Quantity\"")]
    [InlineData("{'type':'Factor'}", "factor: Required value: required when type is Factor")]
    [InlineData("{'type':'Quantity'}", "quantity: Required value: required when type is Quantity")]
    [InlineData("{'type':'Quantity','quantity':'1u'}", "quantity: Invalid value: \"1u\": must be a whole number of milli CPUs")]
    public Task Validate_OfAWrongStartupBoost_IsRefused(string boost, string expected) =>
        RefusesAsync($"{Target},'startupBoost':{{'cpu':{boost}}}", $"spec.startupBoost.cpu.{expected}");

    [Fact]
    public async Task Validate_OfTwoRecommendersAndNoTarget_NamesBoth() => await RefusesAsync(
        "'recommenders':[{'name':'a'},{'name':'b'}]",
        "[spec.targetRef: Required value: If you're using v1beta1 version of the API, please migrate to v1, spec.recommenders: Too many: 2: must have at most 1 item]");

    [Theory]
    [InlineData("'updatePolicy':{'updateMode':'InPlace'}", "spec.updatePolicy.updateMode: Forbidden: in order to use UpdateMode InPlace, you must enable feature gate InPlace in the admission-controller args")]
    [InlineData("'updatePolicy':{'updateMode':'Off','evictAfterOOMSeconds':60}", $"spec.updatePolicy.evictAfterOOMSeconds: Forbidden: {Gate}")]
    [InlineData("'resourcePolicy':{'containerPolicies':[{'containerName':'a','oomBumpUpRatio':2}]}", $"spec.resourcePolicy.containerPolicies[0].oomBumpUpRatio: Forbidden: {Gate}")]
    [InlineData("'startupBoost':{'cpu':{'type':'Factor','factor':2}}", "spec.startupBoost: Forbidden: in order to use startupBoost, you must enable feature gate CPUStartupBoost in the admission-controller args")]
    public async Task Validate_OfWhatAGateForbids_IsRefusedUnlessItWasThereBefore(string part, string expected)
    {
        var spec = $"{Target},{part}";

        await RefusesAsync(spec, expected, Gated);

        Assert.True((await JudgeAsync(spec, Gated, old: spec)).IsAllowed);
        Assert.True((await JudgeAsync(spec, new())).IsAllowed);
    }

    [Fact]
    public async Task Validate_OfTheModeAuto_WarnsThatItIsDeprecated()
    {
        var verdict = await JudgeAsync($"{Target},'updatePolicy':{{'updateMode':'Auto'}}", new());

        Assert.True(verdict.IsAllowed);
        Assert.StartsWith("UpdateMode \"Auto\" is deprecated and will be removed in a future API version.", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", """{"updateMode":"Recreate"}""")]
    [InlineData(",'updatePolicy':{'updateMode':'Off'}", """{"updateMode":"Off"}""")]
    public async Task Mutate_WithoutUpdatePolicy_ShowsTheDefault(string part, string expected)
    {
        var value = JsonNode.Parse(Json(Target + part))!.AsObject();

        await new VpaPolicy(new()).MutateAsync(Request(Target + part, null), value, default);

        Assert.Equal(expected, value["spec"]!["updatePolicy"]!.ToJsonString());
    }

    private static async Task RefusesAsync(string spec, string expected, VpaAdmissionOptions? options = null)
    {
        var verdict = await JudgeAsync(spec, options ?? new());

        Assert.Equal((422, "Invalid"), (verdict.Denial?.Code, verdict.Denial?.Reason));
        Assert.Equal($"VerticalPodAutoscaler.autoscaling.k8s.io \"web\" is invalid: {expected}", verdict.Denial?.Message);
    }

    private static async Task<AdmissionVerdict> JudgeAsync(string spec, VpaAdmissionOptions options, string? old = null)
    {
        var policy = new VpaPolicy(options);
        var request = Request(spec, old);
        Assert.Contains(policy.Validates, rule => rule.Covers(request));
        return await policy.ValidateAsync(request, default);
    }

    private static AdmissionRequest Request(string spec, string? old) => new()
    {
        Group = "autoscaling.k8s.io",
        Version = "v1",
        Resource = "verticalpodautoscalers",
        Kind = "VerticalPodAutoscaler",
        Name = "web",
        Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
        Object = Encoding.UTF8.GetBytes(Json(spec)),
        OldObject = old is null ? default : Encoding.UTF8.GetBytes(Json(old)),
    };

    private static string Json(string spec) => """{"metadata":{"name":"web","namespace":"shop"},"spec":{""" + spec.Replace('\'', '"') + "}}";
}
