using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Rules of quotas that the recordings do not show.</summary>
public sealed class QuotaRuleTests
{
    private readonly KindsApi _api = new();

    [Theory]
    [InlineData("", "null")]
    [InlineData("\"scopes\":[\"PriorityClass\"],", "[\"PriorityClass\"]")]
    public async Task Create_SelectorsThatExcludeEachOther_ShowTheListOfScopes(string scopes, string shown)
    {
        var refusal = await _api.RefusalAsync($$"""
            {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"1"},{{scopes}}"scopeSelector":{"matchExpressions":[
            {"scopeName":"Terminating","operator":"Exists"},{"scopeName":"NotTerminating","operator":"Exists"}] } } }
            """);

        Assert.Equal($"ResourceQuota \"q\" is invalid: spec.scopeSelector.matchExpressions: Invalid value: {shown}: conflicting scopes", refusal.Message);
    }

    // As validateResourceQuotaScopes: an error for each pair, of which the message shows what is the same only once.
    [Fact]
    public async Task Create_TwoPairsThatExcludeEachOther_AreTwoCausesInOneText()
    {
        var refusal = await _api.RefusalAsync("""
            {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},
            "spec":{"hard":{"pods":"1"},"scopes":["BestEffort","NotBestEffort","Terminating","NotTerminating"]}}
            """);

        Assert.Equal("ResourceQuota \"q\" is invalid: spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\",\"Terminating\",\"NotTerminating\"]: conflicting scopes", refusal.Message);
        Assert.Equal(2, refusal.Causes.Count);
    }

    [Theory]
    [InlineData("\"x\"", "json: cannot unmarshal string into Go struct field ResourceQuotaSpec.spec.hard of type v1.ResourceList")]
    [InlineData("[]", "json: cannot unmarshal array into Go struct field ResourceQuotaSpec.spec.hard of type v1.ResourceList")]
    [InlineData("{\"cpu\":[]}", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public async Task Create_AmountsOfAnotherType_SaysWhatGoSays(string hard, string expected)
    {
        var refusal = await _api.RefusalAsync($$"""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{{hard}} } }""");

        Assert.Equal($"ResourceQuota in version \"v1\" cannot be handled as a ResourceQuota: {expected}", refusal.Message);
    }

    [Fact]
    public async Task Update_ScopesInAnotherOrder_AreTheSame()
    {
        var old = await _api.CreateAsync("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"1"},"scopes":["Terminating","NotBestEffort"]}}""");
        var turned = old.DeepClone().AsObject();
        turned["spec"]!["scopes"] = new System.Text.Json.Nodes.JsonArray("NotBestEffort", "Terminating");
        var fewer = old.DeepClone().AsObject();
        fewer["spec"]!["scopes"] = new System.Text.Json.Nodes.JsonArray("Terminating");

        Assert.Empty(ResourceQuotaRules.Validate(turned, old));
        Assert.Equal("spec.scopes: Invalid value: [\"Terminating\"]: field is immutable", Assert.Single(ResourceQuotaRules.Validate(fewer, old)).ToString());
    }

    [Fact]
    public async Task Update_SelectorReplaced_IsTaken()
    {
        var old = await _api.CreateAsync("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"Exists"}]}}}""");
        var changed = old.DeepClone().AsObject();
        changed["spec"]!["scopeSelector"]!["matchExpressions"]![0]!["scopeName"] = "BestEffort";

        Assert.Empty(ResourceQuotaRules.Validate(changed, old));
    }

    [Theory]
    [InlineData("hard", "pods", "-1", "must be greater than or equal to 0")]
    [InlineData("used", "pods", "500m", "must be an integer")]
    public async Task UpdateStatus_AmountThatCannotBe_IsRefused(string list, string name, string amount, string detail)
    {
        var old = await _api.CreateAsync("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"pods":"1"}}}""");
        var changed = old.DeepClone().AsObject();
        changed["status"] = new System.Text.Json.Nodes.JsonObject { [list] = new System.Text.Json.Nodes.JsonObject { [name] = amount } };

        Assert.Equal($"status.{list}[{name}]: Invalid value: \"{amount}\": {detail}", Assert.Single(ResourceQuotaRules.ValidateStatus(changed, old)).ToString());
    }
}
