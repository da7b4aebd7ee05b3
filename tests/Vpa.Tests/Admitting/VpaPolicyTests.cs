using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.Tests.Admitting;

public sealed class VpaPolicyTests
{
    private const string Target = "'targetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'}";
    private const string Entry = "spec.resourcePolicy.containerPolicies[0].";

    private static readonly VpaAdmissionOptions Upstream = new() { AllowsStartupBoost = false, AllowsInPlaceMode = false, AllowsSettingsPerVpa = false };

    [Theory]
    [InlineData("", "spec.targetRef: Required value: If you're using v1beta1 version of the API, please migrate to v1")]
    [InlineData(Target + ",'updatePolicy':{}", "spec.updatePolicy.updateMode: Required value: updateMode is required if UpdatePolicy is used")]
    [InlineData(Target + ",'updatePolicy':{'updateMode':'Sometimes'}", "spec.updatePolicy.updateMode: Unsupported value: \"Sometimes\": supported values: \"InPlace\", \"InPlaceOrRecreate\", \"Initial\", \"Off\", \"Recreate\"")]
    [InlineData(Target + ",'updatePolicy':{'updateMode':'Off','minReplicas':0}", "spec.updatePolicy.minReplicas: Invalid value: 0: minReplicas has to be positive")]
    [InlineData(Target + ",'updatePolicy':{'updateMode':'Off','evictAfterOOMSeconds':0}", "spec.updatePolicy.evictAfterOOMSeconds: Invalid value: 0: must be greater than or equal to 1")]
    [InlineData(Target + ",'recommenders':[{'name':'a'},{'name':'b'}]", "spec.recommenders: Too many: 2: must have at most 1 item")]
    [InlineData(Target + ",'startupBoost':{'cpu':{}}", "spec.startupBoost.cpu.type: Required value: must be either Factor or Quantity")]
    [InlineData(Target + ",'startupBoost':{'cpu':{'type':'Twice'}}", "spec.startupBoost.cpu.type: Unsupported value: \"Twice\": supported values: \"Factor\", \"Quantity\"")]
    [InlineData(Target + ",'startupBoost':{'cpu':{'type':'Factor'}}", "spec.startupBoost.cpu.factor: Required value: required when type is Factor")]
    [InlineData(Target + ",'startupBoost':{'cpu':{'type':'Factor','factor':0}}", "spec.startupBoost.cpu.factor: Invalid value: 0: must be >= 1 for type Factor")]
    [InlineData(Target + ",'startupBoost':{'cpu':{'type':'Quantity'}}", "spec.startupBoost.cpu.quantity: Required value: required when type is Quantity")]
    [InlineData(Target + ",'startupBoost':{'cpu':{'type':'Quantity','quantity':'1u'}}", "spec.startupBoost.cpu.quantity: Invalid value: \"1u\": must be a whole number of milli CPUs")]
    public Task Validate_WrongSpec_IsRefusedInUpstreamsWords(string spec, string expected) => RefusesAsync(spec, expected);

    [Theory]
    [InlineData("", Entry + "containerName: Required value")]
    [InlineData("'containerName':'c','mode':'Some'", Entry + "mode: Unsupported value: \"Some\": supported values: \"Auto\", \"Off\"")]
    [InlineData("'containerName':'c','minAllowed':{'cpu':'1500u'}", Entry + "minAllowed[cpu]: Invalid value: \"1500u\": must be a whole number of milli CPUs")]
    [InlineData("'containerName':'c','maxAllowed':{'memory':'1500m'}", Entry + "maxAllowed[memory]: Invalid value: \"1500m\": must be a whole number of bytes")]
    [InlineData("'containerName':'c','minAllowed':{'cpu':'2'},'maxAllowed':{'cpu':'1'}", Entry + "maxAllowed[cpu]: Invalid value: \"1\": max resource for cpu is lower than min of \"2\"")]
    [InlineData("'containerName':'c','mode':'Off','controlledValues':'RequestsAndLimits'", Entry + "controlledValues: Forbidden: controlledValues shouldn't be specified if container scaling mode is off")]
    [InlineData("'containerName':'c','oomBumpUpRatio':'500m'", Entry + "oomBumpUpRatio: Invalid value: 0.5: must be greater than or equal to 1.0")]
    [InlineData("'containerName':'c','oomMinBumpUp':'-1'", Entry + "oomMinBumpUp: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("'containerName':'c','memoryAggregationIntervalSeconds':0", Entry + "memoryAggregationIntervalSeconds: Invalid value: 0: must be greater than or equal to 1")]
    [InlineData("'containerName':'c','memoryAggregationIntervalCount':0", Entry + "memoryAggregationIntervalCount: Invalid value: 0: must be greater than or equal to 1")]
    [InlineData("'containerName':'c','startupBoost':{'cpu':{'type':'Factor','factor':0}}", Entry + "startupBoost.cpu.factor: Invalid value: 0: must be >= 1 for type Factor")]
    public Task Validate_WrongContainerPolicy_IsRefusedInUpstreamsWords(string entry, string expected) =>
        RefusesAsync($"{Target},'resourcePolicy':{{'containerPolicies':[{{{entry}}}]}}", expected);

    [Fact]
    public Task Validate_SeveralProblems_AreAllNamedOnce() => RefusesAsync(
        $"{Target},'updatePolicy':{{'updateMode':'Off','minReplicas':-1}},'resourcePolicy':{{'containerPolicies':[{{}}]}}",
        $"[spec.updatePolicy.minReplicas: Invalid value: -1: minReplicas has to be positive, {Entry}containerName: Required value]");

    [Theory]
    [InlineData("'updatePolicy':{'updateMode':'InPlace'}", "spec.updatePolicy.updateMode: Forbidden: in order to use UpdateMode InPlace, you must enable feature gate InPlace in the admission-controller args")]
    [InlineData("'updatePolicy':{'updateMode':'Off','evictAfterOOMSeconds':5}", "spec.updatePolicy.evictAfterOOMSeconds: Forbidden: not supported when feature flag PerVPAConfig is disabled")]
    [InlineData("'resourcePolicy':{'containerPolicies':[{'containerName':'c','oomMinBumpUp':'1Mi'}]}", Entry + "oomMinBumpUp: Forbidden: not supported when feature flag PerVPAConfig is disabled")]
    [InlineData("'startupBoost':{'cpu':{'type':'Factor','factor':2}}", "spec.startupBoost: Forbidden: in order to use startupBoost, you must enable feature gate CPUStartupBoost in the admission-controller args")]
    public async Task Validate_FieldBehindAClosedGate_IsRefusedUnlessItWasThere(string gated, string expected)
    {
        await using var scene = await new WebhookScene().StartAsync(Upstream);
        var spec = $"{Target},{gated}";

        Assert.Equal(Invalid(expected), (await scene.WriteAsync(spec)).Validation.Denial?.Message);
        Assert.Equal(Invalid(expected), (await scene.WriteAsync(spec, former: Target)).Validation.Denial?.Message);
        Assert.Null((await scene.WriteAsync(spec, former: spec)).Validation.Denial);
    }

    [Fact]
    public async Task Validate_EveryGatedField_IsAllowedByDefault()
    {
        await using var scene = await new WebhookScene().StartAsync();

        var (validation, _) = await scene.WriteAsync(
            Target + ",'updatePolicy':{'updateMode':'InPlace','evictAfterOOMSeconds':5},'startupBoost':{'cpu':{'type':'Quantity','quantity':'1500m','durationSeconds':3}},"
            + "'resourcePolicy':{'containerPolicies':[{'containerName':'*','oomBumpUpRatio':'1200m','oomMinBumpUp':'1Mi','memoryAggregationIntervalSeconds':1,'memoryAggregationIntervalCount':1}]}");

        Assert.Null(validation.Denial);
    }

    [Fact]
    public async Task Validate_ChangeWithoutATarget_IsAllowedSinceItWasStoredWithout()
    {
        await using var scene = await new WebhookScene().StartAsync();

        Assert.Null((await scene.WriteAsync("'updatePolicy':{'updateMode':'Off'}", former: "")).Validation.Denial);
    }

    [Theory]
    [InlineData("Auto", 1)]
    [InlineData("Recreate", 0)]
    public async Task Validate_DeprecatedMode_WarnsInUpstreamsWords(string mode, int count)
    {
        await using var scene = await new WebhookScene().StartAsync();

        var (validation, _) = await scene.WriteAsync($"{Target},'updatePolicy':{{'updateMode':'{mode}'}}");

        Assert.Equal(count, validation.Warnings.Count);
        Assert.All(validation.Warnings, text => Assert.StartsWith("UpdateMode \"Auto\" is deprecated and will be removed", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", """[{"op":"add","path":"/spec/updatePolicy","value":{"updateMode":"Recreate"}}]""")]
    [InlineData(",'updatePolicy':{'updateMode':'Off'}", "")]
    public async Task Mutate_NoUpdatePolicy_GetsTheDefaultMode(string rest, string patch)
    {
        await using var scene = await new WebhookScene().StartAsync();

        Assert.Equal(patch, (await scene.WriteAsync(Target + rest)).Patch);
    }

    private static string Invalid(string problems) => $"VerticalPodAutoscaler.autoscaling.k8s.io \"right\" is invalid: {problems}";

    private static async Task RefusesAsync(string spec, string expected)
    {
        await using var scene = await new WebhookScene().StartAsync();

        var (validation, _) = await scene.WriteAsync(spec);

        Assert.Equal((422, "Invalid", Invalid(expected)), (validation.Denial!.Code, validation.Denial.Reason, validation.Denial.Message));
    }
}
