using System.Text.Json.Nodes;
using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

public sealed class SubresourceTests
{
    private const string Any = """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""";

    private const string Both =
        ""","subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}}""";

    [Fact]
    public async Task Write_StatusAndSpec_KeepOutOfEachOther()
    {
        await using var server = await WithCronTabsAsync(Any, Both);

        var made = await server.PostAsync(CronTabs, """{"metadata":{"name":"tab"},"spec":{"replicas":1},"status":{"replicas":7}}""");
        var status = await server.PatchAsync($"{CronTabs}/tab/status", """{"metadata":{"labels":{"a":"b"}},"spec":{"replicas":5},"status":{"replicas":2}}""");
        var spec = await server.PatchAsync($"{CronTabs}/tab", """{"spec":{"replicas":3},"status":{"replicas":9}}""");

        Assert.Null(made.Json["status"]);
        Assert.Equal((1, 1, 2), (Generation(made.Json), (int)status.Json["spec"]!["replicas"]!, (int)status.Json["status"]!["replicas"]!));
        Assert.Null(status.Json["metadata"]!["labels"]);
        Assert.Equal((1, 2, 2), (Generation(status.Json), Generation(spec.Json), (int)spec.Json["status"]!["replicas"]!));
    }

    [Fact]
    public async Task Write_StatusWithoutSubresource_CountsAsSpecification()
    {
        await using var server = await WithCronTabsAsync(Any);

        await server.PostAsync(CronTabs, """{"metadata":{"name":"tab"},"status":{"replicas":7}}""");
        var changed = await server.PatchAsync($"{CronTabs}/tab", """{"status":{"replicas":8}}""");
        var missing = await server.GetAsync($"{CronTabs}/tab/status");

        Assert.Equal((2, 8), (Generation(changed.Json), (int)changed.Json["status"]!["replicas"]!));
        Assert.Equal((404, "crontabs.stable.example.com \"tab\" not found"), (missing.Code, missing.Message));
    }

    [Fact]
    public async Task Scale_CustomObject_IsShownAndChanged()
    {
        await using var server = await WithCronTabsAsync(Any, Both);
        await server.PostAsync(CronTabs, Tab("""{"replicas":1}"""));
        await server.PatchAsync($"{CronTabs}/tab/status", """{"status":{"replicas":1,"selector":"app=tab"}}""");

        var scaled = await server.PatchAsync($"{CronTabs}/tab/scale", """{"spec":{"replicas":4}}""");

        Assert.Equal(("Scale", 4, "app=tab"), (scaled.Json["kind"]!.ToString(), (int)scaled.Json["spec"]!["replicas"]!, scaled.Json["status"]!["selector"]!.ToString()));
        Assert.Equal(4, (int)(await server.GetAsync($"{CronTabs}/tab")).Json["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Table_OwnColumns_AreFilledByTheirPaths()
    {
        const string Columns =
            ""","additionalPrinterColumns":[{"name":"Spec","type":"string","jsonPath":".spec.cronSpec"},{"name":"Replicas","type":"integer","jsonPath":".spec.replicas","priority":1},{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}]""";
        await using var server = await WithCronTabsAsync(Any, Columns);
        await server.PostAsync(CronTabs, """{"metadata":{"name":"tab"},"spec":{"cronSpec":"* *","replicas":2},"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}""");
        await server.PostAsync(CronTabs, Tab("{}", "zero"));

        var table = (await server.GetAsync(CronTabs, "application/json;as=Table;v=v1;g=meta.k8s.io")).Json;

        Assert.Equal(["Name", "Spec", "Replicas", "Ready", "Age"], table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.ToString()));
        Assert.Equal("""["tab","* *",2,"True","0s"]""", table["rows"]![0]!["cells"]!.ToJsonString());
        Assert.Equal("""["zero",null,null,null,"0s"]""", table["rows"]![1]!["cells"]!.ToJsonString());
        Assert.Equal("Custom resource definition column (in JSONPath format): .spec.cronSpec", table["columnDefinitions"]![1]!["description"]!.ToString());
    }

    [Fact]
    public async Task List_BySelectableField_ShowsWhatMatches()
    {
        await using var server = await WithCronTabsAsync("""{"type":"object","properties":{"color":{"type":"string"}}}""", ""","selectableFields":[{"jsonPath":".spec.color"}]""");
        await server.PostAsync(CronTabs, Tab("""{"color":"red"}""", "a"));
        await server.PostAsync(CronTabs, Tab("""{"color":"blue"}""", "b"));

        var found = (await server.GetAsync($"{CronTabs}?fieldSelector=spec.color%3Dblue")).Json["items"]!.AsArray();

        Assert.Equal(["b"], found.Select(one => one!["metadata"]!["name"]!.ToString()));
    }

    [Fact]
    public async Task Create_Protobuf_IsNotSupportedForCustomObjects()
    {
        await using var server = await WithCronTabsAsync(Any);

        var answer = await server.PostAsync(CronTabs, "k8s", "application/vnd.kubernetes.protobuf");

        Assert.Equal((415, "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"), (answer.Code, answer.Message));
    }

    private static int Generation(JsonNode value) => (int)value["metadata"]!["generation"]!;
}
