using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Tests.Api.Http;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Crds;

/// <summary>The API with custom resource definitions in it, and what their tests ask of it.</summary>
internal static class CustomServer
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    public const string CronTabs = "/apis/stable.example.com/v1/namespaces/demo/crontabs";

    /// <summary>A definition of crontabs in stable.example.com whose versions are given as JSON.</summary>
    public static string CronTab(string versions) =>
        $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"crontabs.stable.example.com"},
         "spec":{"group":"stable.example.com","scope":"Namespaced","names":{"plural":"crontabs","kind":"CronTab","shortNames":["ct"]},"versions":[{{{versions}}}]}}
        """;

    /// <summary>The only version of a definition, with a schema of its spec.</summary>
    public static string V1(string spec, string more = "") =>
        """{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":"""
        + spec
        + ""","status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}"""
        + more
        + "}";

    /// <summary>A server that serves crontabs whose spec has this schema.</summary>
    public static async Task<TestServer> WithCronTabsAsync(string spec, string more = "")
    {
        var server = await TestServer.StartAsync();
        await server.DefineAsync(CronTab(V1(spec, more)));
        return server;
    }

    /// <summary>Creates a definition and waits until it is established.</summary>
    public static async Task DefineAsync(this TestServer server, string definition)
    {
        var made = await server.PostAsync(Definitions, definition);
        Assert.True(made.Code == 201, made.Text);
        await server.SeesAsync(Name(made.Json), IsEstablished);
    }

    /// <summary>Whether the API serves what a definition defines.</summary>
    public static bool IsEstablished(JsonNode definition) => Condition(definition, "Established")?["status"]?.ToString() == "True";

    /// <summary>Waits until a definition is as wanted.</summary>
    public static async Task<JsonNode> SeesAsync(this TestServer server, string name, Func<JsonNode, bool> isWanted)
    {
        using var watch = await server.WatchAsync($"{Definitions}?watch=1&fieldSelector=metadata.name%3D{name}");
        while (await watch.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            var change = JsonNode.Parse(line)!;
            if (isWanted(change["object"]!))
            {
                return change["object"]!;
            }
        }

        throw new InvalidOperationException($"the watch of {name} ended");
    }

    /// <summary>Waits until a definition is gone.</summary>
    public static Task SeesGoneAsync(this TestServer server, string name) =>
        Eventually.TrueAsync(async () => (await server.GetAsync($"{Definitions}/{name}")).Code == 404, $"the end of {name}");

    /// <summary>A crontab with this spec.</summary>
    public static string Tab(string spec, string name = "tab") =>
        $$$"""{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"{{{name}}}"},"spec":{{{spec}}}}""";

    /// <summary>A condition of a definition, or null.</summary>
    public static JsonNode? Condition(JsonNode definition, string type) =>
        definition["status"]?["conditions"]?.AsArray().FirstOrDefault(one => one!["type"]!.ToString() == type);

    private static string Name(JsonNode value) => value["metadata"]!["name"]!.ToString();
}
