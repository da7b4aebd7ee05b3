using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

public sealed class WebhookMatchTests : IAsyncLifetime
{
    private const string One = """{"metadata":{"name":"one","labels":{"app":"web"}},"data":{"a":"1"}}""";
    private const string Autoscaler = """{"metadata":{"name":"web"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"web","apiVersion":"apps/v1"}}}""";

    private HookedApi? _api;

    private HookedApi Api => _api ?? throw new InvalidOperationException("not started");

    private WebhookServer Hooks => Api.Hooks;

    public async Task InitializeAsync()
    {
        _api = await HookedApi.StartAsync();
        Hooks.Allow("/see");
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Theory]
    [InlineData("CREATE", "", "v1", "configmaps", "*", 1)]
    [InlineData("*", "*", "*", "*", "Namespaced", 1)]
    [InlineData("*", "*", "*", "*/*", "*", 1)]
    [InlineData("UPDATE", "", "v1", "configmaps", "*", 0)]
    [InlineData("*", "apps", "*", "*", "*", 0)]
    [InlineData("*", "*", "v2", "*", "*", 0)]
    [InlineData("*", "*", "*", "configmaps/status", "*", 0)]
    [InlineData("*", "*", "*", "*", "Cluster", 0)]
    public async Task Rule_OnCreate_MatchesWhatItNames(string operation, string group, string version, string resource, string scope, int asked)
    {
        var rules = $$"""{"rules":[{"operations":["{{operation}}"],"apiGroups":["{{group}}"],"apiVersions":["{{version}}"],"resources":["{{resource}}"],"scope":"{{scope}}"}]}""";
        await Api.ValidatingAsync("v", "/see", more: rules);

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(asked, Hooks.Asked.Count);
    }

    [Theory]
    [InlineData("""{"objectSelector":{"matchLabels":{"app":"web"}}}""", 1)]
    [InlineData("""{"objectSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}}""", 0)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"default"}}}""", 1)]
    [InlineData("""{"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["default"]}]}}""", 0)]
    public async Task Selector_OnCreate_MatchesLabels(string selector, int asked)
    {
        await Api.ValidatingAsync("v", "/see", more: selector);

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(asked, Hooks.Asked.Count);
    }

    [Fact]
    public async Task ObjectSelector_LabelIsTakenAway_StillMatchesTheOldObject()
    {
        await Api.CreateAsync("ConfigMap", One);
        await Api.ValidatingAsync("v", "/see", more: """{"objectSelector":{"matchLabels":{"app":"web"}}}""");

        await Api.UpdateAsync("ConfigMap", "one", value => value["metadata"]!.AsObject().Remove("labels"));
        await Api.UpdateAsync("ConfigMap", "one", value => value["data"]!["a"] = "2");

        Assert.Single(Hooks.Asked);
    }

    [Fact]
    public async Task NamespaceSelector_OnANamespaceItself_LooksAtItsOwnLabels()
    {
        await Api.ValidatingAsync("v", "/see", "namespaces", """{"namespaceSelector":{"matchLabels":{"team":"a"}}}""");

        await Api.CreateAsync("Namespace", """{"metadata":{"name":"a","labels":{"team":"a"}}}""");
        await Api.CreateAsync("Namespace", """{"metadata":{"name":"b"}}""");

        Assert.Equal("a", (string?)Hooks.Asked.Single().Request["namespace"]);
    }

    [Theory]
    [InlineData("v2", "Equivalent", "v1")]
    [InlineData("v1", "Equivalent", "v2")]
    [InlineData("v2", "Exact", "v2")]
    public async Task MatchPolicy_OtherVersion_IsShownInTheVersionAskedFor(string written, string policy, string wanted)
    {
        var rules = $$"""{"matchPolicy":"{{policy}}","rules":[{"operations":["CREATE"],"apiGroups":["autoscaling"],"apiVersions":["{{wanted}}"],"resources":["horizontalpodautoscalers"]}]}""";
        await Api.ValidatingAsync("v", "/see", more: rules);

        await Api.Verbs.CreateAsync(Api.Kind("HorizontalPodAutoscaler", written), "default", JsonNode.Parse(Autoscaler)!.AsObject(), WriteOptions.Internal, CancellationToken.None);

        var (_, request) = Hooks.Asked.Single();
        Assert.Equal((wanted, written), ((string?)request["resource"]!["version"], (string?)request["requestResource"]!["version"]));
        Assert.Equal($"autoscaling/{wanted}", (string?)request["object"]!["apiVersion"]);
    }

    [Fact]
    public async Task MatchPolicy_Exact_DoesNotMatchOtherVersions()
    {
        await Api.ValidatingAsync("v", "/see", more: """{"matchPolicy":"Exact","rules":[{"operations":["CREATE"],"apiGroups":["autoscaling"],"apiVersions":["v1"],"resources":["horizontalpodautoscalers"]}]}""");

        await Api.CreateAsync("HorizontalPodAutoscaler", Autoscaler);

        Assert.Empty(Hooks.Asked);
    }

    [Fact]
    public async Task MatchPolicy_PatchInAnotherVersion_ReachesTheStoredOne()
    {
        Hooks.Patch("/patch", """[{"op":"add","path":"/spec/targetCPUUtilizationPercentage","value":33}]""");
        await Api.MutatingAsync("m", "/patch", more: """{"rules":[{"operations":["CREATE"],"apiGroups":["autoscaling"],"apiVersions":["v1"],"resources":["horizontalpodautoscalers"]}]}""");

        var made = await Api.CreateAsync("HorizontalPodAutoscaler", Autoscaler);

        Assert.Equal("33", made["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!.ToJsonString());
    }

    [Theory]
    [InlineData("request.operation == 'CREATE' && object.data.a == '1'", 1)]
    [InlineData("request.userInfo.username.startsWith('system:') && 'system:authenticated' in request.userInfo.groups", 1)]
    [InlineData("request.namespace in ['kube-system'] || oldObject != null", 0)]
    public async Task MatchConditions_OnCreate_Decide(string expression, int asked)
    {
        await Api.ValidatingAsync("v", "/see", more: $$"""{"matchConditions":[{"name":"first","expression":"true"},{"name":"second","expression":"{{expression}}"}]}""");

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(asked, Hooks.Asked.Count);
    }

    [Theory]
    [InlineData("Fail", "object.nothing == 1", """configmaps "one" is forbidden: expression 'object.nothing == 1' resulted in error: no such key: nothing""")]
    [InlineData("Fail", "object.nothing.more == 1", """configmaps "one" is forbidden: expression 'object.nothing.more == 1' resulted in error: no such key: nothing""")]
    public async Task MatchConditions_CannotBeSaid_RefuseUnderFail(string policy, string expression, string message)
    {
        await Api.ValidatingAsync("v", "/see", more: $$"""{"failurePolicy":"{{policy}}","matchConditions":[{"name":"odd","expression":"{{expression}}"}]}""");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.Equal((403, message), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("Ignore", """[{"name":"odd","expression":"object.nothing == 1"}]""")]
    [InlineData("Fail", """[{"name":"odd","expression":"object.nothing == 1"},{"name":"no","expression":"false"}]""")]
    public async Task MatchConditions_CannotBeSaidAndIgnoredOrFalseAnyhow_SkipTheWebhook(string policy, string conditions)
    {
        await Api.ValidatingAsync("v", "/see", more: $$"""{"failurePolicy":"{{policy}}","matchConditions":{{conditions}}}""");

        await Api.CreateAsync("ConfigMap", One);

        Assert.Empty(Hooks.Asked);
    }

    [Fact]
    public async Task Configuration_Itself_IsNeverShown()
    {
        Hooks.Deny("/deny");
        await Api.ValidatingAsync("v", "/deny", "*");

        await Api.MutatingAsync("m", "/see");
        await Api.DeleteAsync("ValidatingWebhookConfiguration", "v");
        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(["/see"], Hooks.Asked.Select(one => one.Path));
    }

    [Fact]
    public async Task Configuration_Changed_CountsAtOnce()
    {
        Hooks.Deny("/deny");
        await Api.ValidatingAsync("v", "/deny");
        await Api.UpdateAsync("ValidatingWebhookConfiguration", "v", value => value["webhooks"]![0]!["rules"]![0]!["resources"]![0] = "secrets");

        await Api.CreateAsync("ConfigMap", One);

        Assert.Empty(Hooks.Asked);
    }
}
