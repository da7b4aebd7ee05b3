using System.Text.Json.Nodes;
using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

public sealed class DefinitionTests
{
    private const string Any = """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""";

    [Fact]
    public async Task Create_Definition_IsEstablishedWithItsNames()
    {
        await using var server = await WithCronTabsAsync(Any);

        var made = (await server.GetAsync($"{Definitions}/crontabs.stable.example.com")).Json;

        Assert.Equal("no conflicts found", Condition(made, "NamesAccepted")!["message"]!.ToString());
        Assert.Equal("InitialNamesAccepted", Condition(made, "Established")!["reason"]!.ToString());
        Assert.Equal("""{"kind":"CronTab","listKind":"CronTabList","plural":"crontabs","shortNames":["ct"],"singular":"crontab"}""", Sorted(made["status"]!["acceptedNames"]!));
        Assert.Equal("""["v1"]""", made["status"]!["storedVersions"]!.ToJsonString());
        Assert.Equal("""{"strategy":"None"}""", made["spec"]!["conversion"]!.ToJsonString());
    }

    [Fact]
    public async Task Serve_CustomObjects_AreCreatedListedChangedAndDeleted()
    {
        await using var server = await WithCronTabsAsync(Any);

        var made = await server.PostAsync(CronTabs, Tab("""{"cronSpec":"* * * * */5","image":"awesome"}"""));
        var patched = await server.PatchAsync($"{CronTabs}/tab", """{"spec":{"image":"other"}}""");
        var list = (await server.GetAsync(CronTabs)).Json;

        Assert.True(made.Code == 201, made.Text);
        Assert.Equal((1, 2), ((int)made.Json["metadata"]!["generation"]!, (int)patched.Json["metadata"]!["generation"]!));
        Assert.Equal(("CronTabList", "stable.example.com/v1"), (list["kind"]!.ToString(), list["apiVersion"]!.ToString()));
        Assert.Equal("other", list["items"]![0]!["spec"]!["image"]!.ToString());
        Assert.Equal(200, (await server.DeleteAsync($"{CronTabs}/tab")).Code);
        Assert.Equal("crontabs.stable.example.com \"tab\" not found", (await server.GetAsync($"{CronTabs}/tab")).Message);
    }

    [Fact]
    public async Task Discovery_CustomGroup_IsShownWithItsApiService()
    {
        await using var server = await WithCronTabsAsync(Any, ""","subresources":{"status":{}}""");

        var resources = (await server.GetAsync("/apis/stable.example.com/v1")).Json["resources"]!.AsArray();
        var service = (await server.GetAsync("/apis/apiregistration.k8s.io/v1/apiservices/v1.stable.example.com")).Json;

        Assert.Equal(["crontabs", "crontabs/status"], resources.Select(one => one!["name"]!.ToString()));
        Assert.Equal("""["ct"]""", resources[0]!["shortNames"]!.ToJsonString());
        Assert.Equal((1000, 100), ((int)service["spec"]!["groupPriorityMinimum"]!, (int)service["spec"]!["versionPriority"]!));
        Assert.Contains("stable.example.com", (await server.GetAsync("/apis")).Text, StringComparison.Ordinal);
        Assert.Contains("com.example.stable.v1.CronTab", (await server.GetAsync("/openapi/v3/apis/stable.example.com/v1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Definition_TakesItsObjectsAndItsResourceAway()
    {
        await using var server = await WithCronTabsAsync(Any);
        await server.PostAsync(CronTabs, Tab("{}"));
        using var watch = await server.WatchAsync($"{CronTabs}?watch=1");

        // Only then it is sure to see what comes: a watch is answered before it looks.
        var first = await watch.ReadLineAsync();
        var deleted = await server.DeleteAsync($"{Definitions}/crontabs.stable.example.com");
        await server.SeesGoneAsync("crontabs.stable.example.com");

        Assert.Equal("customresourcecleanup.apiextensions.k8s.io", deleted.Json["metadata"]!["finalizers"]![0]!.ToString());
        Assert.StartsWith("{\"type\":\"ADDED\"", first, StringComparison.Ordinal);
        Assert.StartsWith("{\"type\":\"DELETED\"", await watch.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await watch.ReadLineAsync());
        Assert.Equal("the server could not find the requested resource", (await server.GetAsync(CronTabs)).Message);
        Assert.DoesNotContain("stable.example.com", (await server.GetAsync("/apis")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NameOfAnother_IsNotEstablishedUntilItIsFree()
    {
        await using var server = await WithCronTabsAsync(Any);
        const string Second = "tabs.stable.example.com";
        var second = CronTab(V1(Any)).Replace("crontabs", "tabs", StringComparison.Ordinal).Replace("CronTab", "Tab", StringComparison.Ordinal);

        await server.PostAsync(Definitions, second);
        var conflict = await server.SeesAsync(Second, one => Condition(one, "NamesAccepted") is not null);
        await server.DeleteAsync($"{Definitions}/crontabs.stable.example.com");
        await server.SeesAsync(Second, one => Condition(one, "Established")?["status"]?.ToString() == "True");

        Assert.Equal(("ShortNamesConflict", "\"ct\" is already in use"), (Condition(conflict, "NamesAccepted")!["reason"]!.ToString(), Condition(conflict, "NamesAccepted")!["message"]!.ToString()));
        Assert.Equal("NotAccepted", Condition(conflict, "Established")!["reason"]!.ToString());
    }

    [Fact]
    public async Task Create_ResourceThatIsBuiltIn_LeavesItAndItsObjectsAlone()
    {
        await using var server = await Api.Http.TestServer.StartAsync();
        const string Own = """{"metadata":{"name":"own"},"handler":"runc"}""";
        const string Classes = "/apis/node.k8s.io/v1/runtimeclasses";
        await server.PostAsync(Classes, Own);
        var definition = CronTab(V1(Any)).Replace("stable.example.com\"}", "node.k8s.io\",\"annotations\":{\"api-approved.kubernetes.io\":\"unapproved\"}}", StringComparison.Ordinal)
            .Replace("stable.example.com", "node.k8s.io", StringComparison.Ordinal).Replace("crontabs", "runtimeclasses", StringComparison.Ordinal).Replace("CronTab", "RuntimeClass", StringComparison.Ordinal);

        await server.DefineAsync(definition);
        await server.DeleteAsync($"{Definitions}/runtimeclasses.node.k8s.io");
        await server.SeesGoneAsync("runtimeclasses.node.k8s.io");

        Assert.Equal(200, (await server.GetAsync($"{Classes}/own")).Code);
    }

    private static string Sorted(JsonNode value) =>
        new JsonObject(value.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
