namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class WriteTests
{
    private const string Maps = "/api/v1/namespaces/demo/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/demo/deployments";

    private const string Web =
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}""";

    [Theory]
    [InlineData("text/plain", "x", 415, "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [InlineData(
        "application/json",
        "{bad",
        400,
        "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)")]
    [InlineData("application/json", """{"apiVersion":"apps/v1","kind":"ConfigMap"}""", 400, "the API version in the data (apps/v1) does not match the expected API version (v1)")]
    [InlineData("application/json", """{"metadata":{"name":"m","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    public async Task Post_BadBody_IsRefused(string type, string body, int code, string message)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync(Maps, body, type);

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"metadata":{"name":"\ud800"}}""")]
    [InlineData("""{"metadata":[]}""")]
    public async Task Post_Nonsense_IsABadRequest(string body)
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(400, (await server.PostAsync(Maps, body)).Code);
        Assert.InRange((await server.PatchAsync("/api/v1/namespaces/demo", body)).Code, 400, 422);
    }

    [Fact]
    public async Task Post_Yaml_IsUnderstood()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync(Maps, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  a: \"1\"\n  b: yes\n", "application/yaml");

        Assert.Equal(201, answer.Code);
        Assert.Equal("""{"a":"1","b":"yes"}""", answer.Json["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Post_Unasked_WarnsOfUnknownAndDuplicateFields()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync(Maps, """{"metadata":{"name":"m"},"data":{"a":"1","a":"2"},"nope":1}""");

        Assert.Equal(201, answer.Code);
        Assert.Equal(["299 - \"duplicate field \\\"data.a\\\"\"", "299 - \"unknown field \\\"nope\\\"\""], answer.Warnings);
    }

    [Fact]
    public async Task Post_Strict_RefusesThem()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync($"{Maps}?fieldValidation=Strict", """{"metadata":{"name":"m"},"nope":1}""");

        Assert.Equal("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"nope\"", answer.Message);
    }

    [Theory]
    [InlineData("dryRun=Some", "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"Some\": supported values: \"All\"")]
    [InlineData(
        "fieldValidation=Some",
        "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Some\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"")]
    public async Task Post_UnknownOption_IsInvalid(string query, string message)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync($"{Maps}?{query}", """{"metadata":{"name":"m"}}""");

        Assert.Equal((422, message), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Post_DryRun_AnswersButStoresNothing()
    {
        await using var server = await TestServer.StartAsync();

        var made = await server.PostAsync($"{Maps}?dryRun=All", """{"metadata":{"name":"m"}}""");
        var found = await server.GetAsync($"{Maps}/m");

        Assert.Equal((201, 404), (made.Code, found.Code));
    }

    [Fact]
    public async Task Put_OtherName_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        var answer = await server.PutAsync($"{Maps}/m", """{"metadata":{"name":"n"}}""");

        Assert.Equal((400, "the name of the object (n) does not match the name on the URL (m)"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Put_StaleVersion_IsAConflict()
    {
        await using var server = await TestServer.StartAsync();
        var made = await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");
        await server.PatchAsync($"{Maps}/m", """{"data":{"a":"1"}}""");

        var answer = await server.PutAsync($"{Maps}/m", made.Text);

        Assert.Equal(409, answer.Code);
        Assert.Equal("Conflict", (string?)answer.Json["reason"]);
    }

    [Fact]
    public async Task Patch_Json_AppliesTheOperations()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web", """[{"op":"replace","path":"/spec/replicas","value":5},{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]""", "json");

        Assert.Equal(5, (int)answer.Json["spec"]!["replicas"]!);
        Assert.Equal("b", (string?)answer.Json["metadata"]!["labels"]!["a"]);
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/spec/nope"}]""")]
    [InlineData("""[{"op":"test","path":"/spec/replicas","value":7}]""")]
    public async Task Patch_JsonThatDoesNotFit_IsUnprocessable(string patch)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web", patch, "json");

        Assert.Equal((422, "the server rejected our request due to an error in our request"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Patch_Strategic_MergesContainersByName()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox"}]}}}}""", "strategic-merge");

        Assert.Equal(["side", "web"], answer.Json["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(one => (string?)one!["name"]));
        Assert.Equal(2, (int)answer.Json["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Patch_StrictWithUnknownField_NamesThePatch()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web?fieldValidation=Strict", """{"spec":{"nope":"<\"1\">"}}""", "strategic-merge");

        Assert.Equal(
            " \"\" is invalid: patch: Invalid value: \"map[spec:map[nope:<\\\"1\\\">]]\": strict decoding error: unknown field \"spec.nope\"",
            answer.Message);
    }

    [Fact]
    public async Task Patch_ServerSideApply_IsAnUnsupportedMediaType()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PatchAsync($"{Deployments}/web?fieldManager=x", Web, "application/apply-patch+yaml");

        Assert.Equal((415, "UnsupportedMediaType"), (answer.Code, (string?)answer.Json["reason"]));
    }

    [Fact]
    public async Task Patch_InvalidResult_ListsCauses()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web", """{"spec":{"replicas":-1}}""");

        Assert.Equal("Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0", answer.Message);
        Assert.Equal("""[{"reason":"FieldValueInvalid","message":"Invalid value: -1: must be greater than or equal to 0","field":"spec.replicas"}]""", answer.Json["details"]!["causes"]!.ToJsonString());
    }

    [Fact]
    public async Task Delete_Object_AnswersWithItsUid()
    {
        await using var server = await TestServer.StartAsync();
        var made = await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        var answer = await server.DeleteAsync($"{Maps}/m", """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background"}""");

        var uid = (string?)made.Json["metadata"]!["uid"];
        Assert.Equal($$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"m","kind":"configmaps","uid":"{{{uid}}}"}}""", answer.Text);
    }

    [Fact]
    public async Task Delete_Collection_TakesWhatIsSelected()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        await server.PostAsync(Maps, """{"metadata":{"name":"b"}}""");

        var answer = await server.DeleteAsync($"{Maps}?labelSelector=x");
        var left = await server.GetAsync(Maps);

        Assert.Single(answer.Json["items"]!.AsArray());
        Assert.Equal("b", (string?)Assert.Single(left.Json["items"]!.AsArray())!["metadata"]!["name"]);
    }

    [Fact]
    public async Task Delete_AllNamespaces_IsNotAllowed()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.DeleteAsync("/api/v1/namespaces");

        Assert.Equal((405, "the server does not allow this method on the requested resource"), (answer.Code, answer.Message));
    }
}
