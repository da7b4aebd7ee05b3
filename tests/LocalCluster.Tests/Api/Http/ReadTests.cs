using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class ReadTests
{
    private const string Maps = "/api/v1/namespaces/demo/configmaps";
    private const string AsTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Fact]
    public async Task Get_MissingObject_SaysSoInFull()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/api/v1/namespaces/demo/pods/nope");

        Assert.Equal(404, answer.Code);
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"nope\" not found","reason":"NotFound","details":{"name":"nope","kind":"pods"},"code":404}""",
            answer.Text);
    }

    [Theory]
    [InlineData("/nope", 404, "404 page not found\n")]
    [InlineData("/healthz", 200, "ok")]
    public async Task Get_OtherPaths_AnswerInText(string path, int code, string text)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync(path);

        Assert.Equal((code, text), (answer.Code, answer.Text));
    }

    [Theory]
    [InlineData("/api/v1/namespaces/demo/nopes")]
    [InlineData("/apis/nope/v1/things")]
    [InlineData("/apis/apps/v1/namespaces/demo/deployments/web/nope")]
    public async Task Get_UnknownResource_IsNotFound(string path)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync(path);

        Assert.Equal((404, "the server could not find the requested resource"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Get_WithoutCredentials_IsUnauthorized()
    {
        await using var server = await TestServer.StartAsync();
        server.Client.DefaultRequestHeaders.Authorization = null;

        var answer = await server.GetAsync(Maps);

        Assert.Equal((401, "Unauthorized"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task List_InPages_ShowsEveryObjectOnce()
    {
        await using var server = await TestServer.StartAsync();
        await CreateMapsAsync(server, 5);

        var first = await server.GetAsync($"{Maps}?limit=2");
        var next = Uri.EscapeDataString((string)first.Json["metadata"]!["continue"]!);
        var second = await server.GetAsync($"{Maps}?limit=10&continue={next}");

        Assert.Equal(["m0", "m1"], Names(first.Json));
        Assert.Equal(3, (int)first.Json["metadata"]!["remainingItemCount"]!);
        Assert.Equal(["m2", "m3", "m4"], Names(second.Json));
        Assert.Null(second.Json["metadata"]!["continue"]);
        Assert.Equal("ConfigMapList", (string?)first.Json["kind"]);
    }

    [Theory]
    [InlineData("labelSelector=n%3D1", "m1")]
    [InlineData("labelSelector=n%20in%20(0,2),n!%3D2", "m0")]
    [InlineData("fieldSelector=metadata.name%3Dm2", "m2")]
    public async Task List_WithSelectors_ShowsWhatMatches(string query, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await CreateMapsAsync(server, 3);

        var answer = await server.GetAsync($"{Maps}?{query}");

        Assert.Equal([expected], Names(answer.Json));
    }

    [Theory]
    [InlineData("/api/v1/pods?fieldSelector=spec.foo%3Da", 400, "field label not supported: spec.foo")]
    [InlineData("/api/v1/configmaps?fieldSelector=data%3Da", 400, "\"data\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("/api/v1/pods?resourceVersion=9999", 504, "Timeout: Too large resource version: 9999, current: NOW")]
    [InlineData("/api/v1/pods?resourceVersion=1&resourceVersionMatch=Exact", 410, "The resourceVersion for the provided list is too old.")]
    [InlineData("/api/v1/pods?resourceVersion=x", 422, "pods \"\" is invalid: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax")]
    public async Task List_BadQuery_IsRefused(string path, int code, string message)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync(path);

        var expected = message.Replace("NOW", $"{server.Api.Store.Version}", StringComparison.Ordinal);
        Assert.Equal((code, expected), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task List_AsTable_HasCellsAndMetadata()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"},"data":{"a":"1","b":"2"}}""");
        server.Time.Advance(TimeSpan.FromSeconds(90));

        var answer = await server.GetAsync(Maps, AsTable);

        Assert.Equal("Table", (string?)answer.Json["kind"]);
        Assert.Equal(["Name", "Data", "Age"], answer.Json["columnDefinitions"]!.AsArray().Select(column => (string?)column!["name"]));
        var row = Assert.Single(answer.Json["rows"]!.AsArray())!;
        Assert.Equal("""["m",2,"90s"]""", row["cells"]!.ToJsonString());
        Assert.Equal("PartialObjectMetadata", (string?)row["object"]!["kind"]);
        Assert.Null(row["object"]!["data"]);
    }

    [Fact]
    public async Task List_AsTableWithObjects_CarriesThemWhole()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"},"data":{"a":"1"}}""");

        var answer = await server.GetAsync($"{Maps}?includeObject=Object", AsTable);

        Assert.Equal("1", (string?)answer.Json["rows"]![0]!["object"]!["data"]!["a"]);
    }

    [Fact]
    public async Task List_AsPartialMetadata_LeavesTheRestOut()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"},"data":{"a":"1"}}""");

        var answer = await server.GetAsync(Maps, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");

        Assert.Equal("PartialObjectMetadataList", (string?)answer.Json["kind"]);
        Assert.Equal(["kind", "apiVersion", "metadata"], answer.Json["items"]![0]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task List_OfTenThousand_ComesWhole()
    {
        await using var server = await TestServer.StartAsync();
        await CreateMapsAsync(server, 10_000);

        var answer = await server.GetAsync(Maps);

        Assert.Equal(10_000, answer.Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Get_OtherFormats_IsNotAcceptable()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync(Maps, "application/xml");

        Assert.Equal((406, "NotAcceptable"), (answer.Code, (string?)answer.Json["reason"]));
    }

    [Fact]
    public async Task Get_SecondVersion_IsConverted()
    {
        await using var server = await TestServer.StartAsync();
        const string V1 = "/apis/autoscaling/v1/namespaces/demo/horizontalpodautoscalers";
        await server.PostAsync(V1, """{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"targetCPUUtilizationPercentage":70}}""");

        var first = await server.GetAsync($"{V1}/h");
        var second = await server.GetAsync("/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers/h");

        Assert.Equal(70, (int)first.Json["spec"]!["targetCPUUtilizationPercentage"]!);
        Assert.Equal("autoscaling/v1", (string?)first.Json["apiVersion"]);
        Assert.Equal(70, (int)second.Json["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!);
    }

    private static async Task CreateMapsAsync(TestServer server, int count)
    {
        var kind = server.Api.Kinds.Find("", "v1", "configmaps")!;
        for (var index = 0; index < count; index++)
        {
            var value = JsonNode.Parse($$"""{"metadata":{"name":"m{{index}}","labels":{"n":"{{index}}"} } }""")!.AsObject();
            await server.Api.Verbs.CreateAsync(kind, "demo", value, LocalCluster.Api.WriteOptions.Internal, CancellationToken.None);
        }
    }

    private static IEnumerable<string?> Names(JsonNode list) => list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]);
}
