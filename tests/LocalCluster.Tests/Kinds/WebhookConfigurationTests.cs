using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class WebhookConfigurationTests
{
    private const string Sound = """
        {"name":"a.example.dev","clientConfig":{"url":"https://127.0.0.1:8443/a"},"sideEffects":"None","admissionReviewVersions":["v1"],
         "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}
        """;

    private readonly KindsApi _api = new();

    [Fact]
    public async Task Create_Mutating_GetsItsDefaults()
    {
        var hook = (await CreateAsync("Mutating", Sound))["webhooks"]![0]!;

        Assert.Equal(
            """{"name":"a.example.dev","clientConfig":{"url":"https://127.0.0.1:8443/a"},"sideEffects":"None","admissionReviewVersions":["v1"],"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"],"scope":"*"}],"failurePolicy":"Fail","matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{},"timeoutSeconds":10,"reinvocationPolicy":"Never"}""",
            hook.ToJsonString());
    }

    [Fact]
    public async Task Create_Validating_HasNoReinvocationPolicyAndAGeneration()
    {
        var made = await CreateAsync("Validating", Sound);

        Assert.Null(made["webhooks"]![0]!["reinvocationPolicy"]);
        Assert.Equal(1, (int)made["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Create_Service_GetsThePort() => Assert.Equal(
        443,
        (int)(await CreateAsync("Validating", With("clientConfig", """{"service":{"namespace":"n","name":"s"}}""")))["webhooks"]![0]!["clientConfig"]!["service"]!["port"]!);

    [Theory]
    [InlineData("name", "\"\"", "name: Required value")]
    [InlineData("name", "\"a.b\"", "name: Invalid value: \"a.b\": should be a domain with at least three segments separated by dots")]
    [InlineData("clientConfig", "{}", "clientConfig: Required value: exactly one of url or service is required")]
    [InlineData("clientConfig", """{"url":"https://a","service":{"namespace":"n","name":"s"}}""", "clientConfig: Required value: exactly one of url or service is required")]
    [InlineData("clientConfig", """{"url":"http://a"}""", "clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]")]
    [InlineData("clientConfig", """{"url":"https:///a"}""", "clientConfig.url: Invalid value: \"\": host must be provided; desired format: https://host[/path]")]
    [InlineData("clientConfig", """{"url":"https://u:p@a"}""", "clientConfig.url: Invalid value: \"u:p\": user information is not permitted in the URL")]
    [InlineData("clientConfig", """{"url":"https://a#f"}""", "clientConfig.url: Invalid value: \"f\": fragments are not permitted in the URL")]
    [InlineData("clientConfig", """{"url":"https://a?q=1"}""", "clientConfig.url: Invalid value: \"q=1\": query parameters are not permitted in the URL")]
    [InlineData("clientConfig", """{"service":{"namespace":"","name":"s"}}""", "clientConfig.service.namespace: Required value: service namespace is required")]
    [InlineData("clientConfig", """{"service":{"namespace":"n","name":"s","port":70000}}""", "clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive")]
    [InlineData("clientConfig", """{"service":{"namespace":"n","name":"s","path":"ab"}}""", "clientConfig.service.path: Invalid value: \"ab\": must start with a '/'")]
    [InlineData("clientConfig", """{"service":{"namespace":"n","name":"s","path":"/a//b"}}""", "clientConfig.service.path: Invalid value: \"/a//b\": segment[1] may not be empty")]
    [InlineData("failurePolicy", "\"Maybe\"", "failurePolicy: Unsupported value: \"Maybe\": supported values: \"Fail\", \"Ignore\"")]
    [InlineData("matchPolicy", "\"Maybe\"", "matchPolicy: Unsupported value: \"Maybe\": supported values: \"Equivalent\", \"Exact\"")]
    [InlineData("reinvocationPolicy", "\"Maybe\"", "reinvocationPolicy: Unsupported value: \"Maybe\": supported values: \"IfNeeded\", \"Never\"")]
    [InlineData("sideEffects", "null", "sideEffects: Required value: must specify one of None, NoneOnDryRun")]
    [InlineData("sideEffects", "\"Some\"", "sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\"")]
    [InlineData("timeoutSeconds", "31", "timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds")]
    [InlineData("admissionReviewVersions", "[]", "admissionReviewVersions: Required value: must specify one of v1, v1beta1")]
    [InlineData("admissionReviewVersions", """["v2"]""", "admissionReviewVersions: Invalid value: [\"v2\"]: must include at least one of v1, v1beta1")]
    [InlineData("admissionReviewVersions", """["v1","v1"]""", "admissionReviewVersions[1]: Invalid value: \"v1\": duplicate version")]
    [InlineData("namespaceSelector", """{"matchExpressions":[{"key":"a","operator":"Is"}]}""", "namespaceSelector.matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator")]
    [InlineData("matchConditions", """[{"name":"","expression":"true"}]""", "matchConditions[0].name: Required value")]
    [InlineData("matchConditions", """[{"name":"a","expression":" "}]""", "matchConditions[0].expression: Required value")]
    [InlineData("matchConditions", """[{"name":"a","expression":"true"},{"name":"a","expression":"true"}]""", "matchConditions[1].name: Duplicate value: \"a\"")]
    [InlineData("matchConditions", """[{"name":"a","expression":"'x'"}]""", "matchConditions[0].expression: Invalid value: \"'x'\": must evaluate to bool")]
    [InlineData("matchConditions", """[{"name":"a","expression":"nobody"}]""", "matchConditions[0].expression: Invalid value: \"nobody\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'nobody' (in container '')\n | nobody\n | ^")]
    public async Task Create_OddWebhook_IsInvalid(string field, string value, string problem) =>
        Assert.Equal($"MutatingWebhookConfiguration.admissionregistration.k8s.io \"c\" is invalid: webhooks[0].{problem}", await RefusalAsync(With(field, value)));

    [Theory]
    [InlineData("operations", "[]", "operations: Required value")]
    [InlineData("operations", """["*","CREATE"]""", "operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations")]
    [InlineData("operations", """["READ"]""", "operations[0]: Unsupported value: \"READ\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"")]
    [InlineData("apiGroups", "[]", "apiGroups: Required value")]
    [InlineData("apiGroups", """["*","apps"]""", "apiGroups: Invalid value: [\"*\",\"apps\"]: if '*' is present, must not specify other API groups")]
    [InlineData("apiVersions", """[""]""", "apiVersions[0]: Required value")]
    [InlineData("resources", "[]", "resources: Required value")]
    [InlineData("resources", """["*/*","pods"]""", "resources: Invalid value: [\"*/*\",\"pods\"]: if '*/*' is present, must not specify other resources")]
    [InlineData("resources", """["*","pods"]""", "resources: Invalid value: [\"*\",\"pods\"]: if '*' is present, must not specify other resources without subresources")]
    [InlineData("resources", """["pods/*","pods/status"]""", "resources[1]: Invalid value: \"pods/status\": if 'pods/*' is present, must not specify pods/status")]
    [InlineData("resources", """["*/scale","deployments/scale"]""", "resources[1]: Invalid value: \"deployments/scale\": if '*/scale' is present, must not specify deployments/scale")]
    [InlineData("scope", "\"Here\"", "scope: Unsupported value: \"Here\": supported values: \"*\", \"Cluster\", \"Namespaced\"")]
    public async Task Create_OddRule_IsInvalid(string field, string value, string problem)
    {
        var hook = JsonNode.Parse(Sound)!.AsObject();
        hook["rules"]![0]![field] = JsonNode.Parse(value);

        Assert.Equal($"MutatingWebhookConfiguration.admissionregistration.k8s.io \"c\" is invalid: webhooks[0].rules[0].{problem}", await RefusalAsync(hook.ToJsonString()));
    }

    [Fact]
    public async Task Create_NameTwice_IsInvalid() => Assert.EndsWith(
        "is invalid: webhooks[1].name: Duplicate value: \"a.example.dev\"",
        await RefusalAsync($"{Sound},{Sound}"),
        StringComparison.Ordinal);

    private static string With(string field, string value)
    {
        var hook = JsonNode.Parse(Sound)!.AsObject();
        hook[field] = JsonNode.Parse(value);
        return hook.ToJsonString();
    }

    private static string Configuration(string type, string hooks) =>
        $$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{type}}WebhookConfiguration","metadata":{"name":"c"},"webhooks":[{{hooks}}]}""";

    private Task<JsonObject> CreateAsync(string type, string hooks) =>
        _api.Verbs.CreateAsync(_api.KindOf(JsonNode.Parse(Configuration(type, hooks))!.AsObject()), "", JsonNode.Parse(Configuration(type, hooks))!.AsObject(), WriteOptions.Internal, CancellationToken.None);

    private async Task<string> RefusalAsync(string hooks) => (await Assert.ThrowsAsync<ApiError>(() => CreateAsync("Mutating", hooks))).Message;
}
