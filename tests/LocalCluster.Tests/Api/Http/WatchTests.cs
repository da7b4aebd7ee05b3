using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class WatchTests
{
    private const string Maps = "/api/v1/namespaces/demo/configmaps";

    [Fact]
    public async Task Watch_FromNow_TellsWhatHappens()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"old"}}""");
        var version = (string)(await server.GetAsync(Maps)).Json["metadata"]!["resourceVersion"]!;

        using var watch = await server.WatchAsync($"{Maps}?watch=1&resourceVersion={version}");
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");
        await server.PatchAsync($"{Maps}/m", """{"data":{"a":"1"}}""");
        await server.DeleteAsync($"{Maps}/m");

        Assert.Equal("ADDED m", await NextAsync(watch));
        Assert.Equal("MODIFIED m", await NextAsync(watch));
        Assert.Equal("DELETED m", await NextAsync(watch));
    }

    [Fact]
    public async Task Watch_WithoutVersion_BeginsWithTheCurrentState()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        using var watch = await server.WatchAsync($"{Maps}?watch=true");

        Assert.Equal("ADDED m", await NextAsync(watch));
    }

    [Fact]
    public async Task Watch_WithSelector_ShowsEnteringAndLeaving()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        using var watch = await server.WatchAsync($"{Maps}?watch=1&labelSelector=a%3Db");
        await server.PatchAsync($"{Maps}/m", """{"metadata":{"labels":{"a":"b"}}}""");
        await server.PatchAsync($"{Maps}/m", """{"metadata":{"labels":{"a":"c"}}}""");
        await server.PatchAsync($"{Maps}/m", """{"metadata":{"labels":{"a":"b"}}}""");
        await server.DeleteAsync($"{Maps}/m");

        Assert.Equal(["ADDED m", "DELETED m", "ADDED m", "DELETED m"], [await NextAsync(watch), await NextAsync(watch), await NextAsync(watch), await NextAsync(watch)]);
    }

    [Fact]
    public async Task Watch_ForgottenVersion_EndsWithExpired()
    {
        await using var server = await TestServer.StartAsync();
        var map = server.Api.Kinds.Find("", "v1", "configmaps")!;
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");
        var version = server.Api.Store.Version;
        for (var change = 0; change < 5000; change++)
        {
            var text = $"{change}";
            await server.Api.Verbs.UpdateAsync(map, "demo", "m", value => With(value, text), LocalCluster.Api.WriteOptions.Internal, CancellationToken.None);
        }

        using var watch = await server.WatchAsync($"{Maps}?watch=1&resourceVersion={version}");
        var line = JsonNode.Parse((await watch.ReadLineAsync())!)!;

        Assert.Equal("ERROR", (string?)line["type"]);
        Assert.Equal((410, "Expired"), ((int)line["object"]!["code"]!, (string?)line["object"]!["reason"]));
        Assert.Null(await watch.ReadLineAsync());
    }

    [Fact]
    public async Task Watch_TimeLimit_EndsWithABookmark()
    {
        await using var server = await TestServer.StartAsync();
        using var watch = await server.WatchAsync($"{Maps}?watch=1&resourceVersion={server.Api.Store.Version}&timeoutSeconds=10&allowWatchBookmarks=true");
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");
        Assert.Equal("ADDED m", await NextAsync(watch));

        server.Time.Advance(TimeSpan.FromSeconds(10));

        var mark = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        Assert.Equal(("BOOKMARK", $"{server.Api.Store.Version}"), ((string?)mark["type"], (string?)mark["object"]!["metadata"]!["resourceVersion"]));
        Assert.Null(await watch.ReadLineAsync());
    }

    [Fact]
    public async Task Watch_QuietUntilItsTimeLimit_EndsWithABookmarkOfTheVersionAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        var version = server.Api.Store.Version;
        using var watch = await server.WatchAsync($"{Maps}?watch=1&resourceVersion={version}&timeoutSeconds=10&allowWatchBookmarks=true");

        server.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal($"{version}", await MarkAsync(watch));
        Assert.Null(await watch.ReadLineAsync());
    }

    [Fact]
    public async Task Watch_EndsAfterAPeriodicBookmark_DoesNotFallBehindIt()
    {
        await using var server = await TestServer.StartAsync();
        var version = server.Api.Store.Version;
        using var watch = await server.WatchAsync($"{Maps}?watch=1&resourceVersion={version}&timeoutSeconds=90&allowWatchBookmarks=true");
        await server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"other"}}""");

        server.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal($"{version + 1}", await MarkAsync(watch));
        server.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal($"{version + 1}", await MarkAsync(watch));
    }

    [Fact]
    public async Task Watch_InitialEventsWanted_MarksTheirEnd()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Maps, """{"metadata":{"name":"m"}}""");

        using var watch = await server.WatchAsync($"{Maps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        Assert.Equal("ADDED m", await NextAsync(watch));
        var mark = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        Assert.Equal("true", (string?)mark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Watch_AsTable_SendsColumnsOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var watch = await server.WatchAsync($"{Maps}?watch=1", "application/json;as=Table;v=v1;g=meta.k8s.io");
        await server.PostAsync(Maps, """{"metadata":{"name":"a"}}""");
        await server.PostAsync(Maps, """{"metadata":{"name":"b"}}""");

        var first = JsonNode.Parse((await watch.ReadLineAsync())!)!["object"]!;
        var second = JsonNode.Parse((await watch.ReadLineAsync())!)!["object"]!;

        Assert.Equal(3, first["columnDefinitions"]!.AsArray().Count);
        Assert.Null(second["columnDefinitions"]);
        Assert.Equal("b", (string?)second["rows"]![0]!["cells"]![0]);
    }

    [Fact]
    public async Task Watch_ServerStops_Ends()
    {
        await using var server = await TestServer.StartAsync();
        using var watch = await server.WatchAsync($"{Maps}?watch=1");

        await server.Api.StopAsync();

        Assert.Null(await watch.ReadLineAsync());
    }

    private static async Task<string?> MarkAsync(StreamReader watch)
    {
        var mark = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        Assert.Equal("BOOKMARK", (string?)mark["type"]);
        return (string?)mark["object"]!["metadata"]!["resourceVersion"];
    }

    private static JsonObject With(JsonObject map, string text)
    {
        map["data"] = new JsonObject { ["a"] = text };
        return map;
    }

    private static async Task<string> NextAsync(StreamReader watch)
    {
        var line = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        return $"{line["type"]} {line["object"]!["metadata"]!["name"]}";
    }
}
