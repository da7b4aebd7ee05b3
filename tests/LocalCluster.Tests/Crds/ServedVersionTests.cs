using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

public sealed class ServedVersionTests
{
    private const string Old =
        """{"name":"v1beta1","served":true,"storage":false,"deprecated":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"image":{"type":"string"}}}}}}}""";

    private static string New(bool served = true) =>
        """{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"image":{"type":"string"},"size":{"type":"integer","default":1}}}}}}}"""
            .Replace("\"served\":true", served ? "\"served\":true" : "\"served\":false", StringComparison.Ordinal);

    [Fact]
    public async Task Read_AnotherVersion_ShowsItsOwnFieldsAndWarns()
    {
        await using var server = await Api.Http.TestServer.StartAsync();
        await server.DefineAsync(CronTab($"{Old},{New()}"));

        var made = await server.PostAsync(Beta, """{"metadata":{"name":"tab"},"spec":{"image":"a","size":5}}""");
        var stable = await server.GetAsync($"{CronTabs}/tab");
        var group = (await server.GetAsync("/apis/stable.example.com")).Json;

        Assert.Equal(("stable.example.com/v1beta1", """{"image":"a"}"""), (made.Json["apiVersion"]!.ToString(), made.Json["spec"]!.ToJsonString()));
        Assert.Contains("299 - \"stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab\"", made.Warnings);
        Assert.Equal(("stable.example.com/v1", """{"image":"a","size":1}"""), (stable.Json["apiVersion"]!.ToString(), stable.Json["spec"]!.ToJsonString()));
        Assert.Equal("v1", group["preferredVersion"]!["version"]!.ToString());
    }

    [Fact]
    public async Task Read_VersionThatIsNotServed_IsNotFoundThoughStored()
    {
        await using var server = await Api.Http.TestServer.StartAsync();
        await server.DefineAsync(CronTab($"{Old},{New(served: false)}"));

        var made = await server.PostAsync(Beta, """{"metadata":{"name":"tab"},"spec":{"image":"a"}}""");

        Assert.Equal(201, made.Code);
        Assert.Equal((404, 200), ((await server.GetAsync($"{CronTabs}/tab")).Code, (await server.GetAsync($"{Beta}/tab")).Code));
    }

    [Fact]
    public async Task Update_StorageVersion_IsRemembered()
    {
        await using var server = await Api.Http.TestServer.StartAsync();
        await server.DefineAsync(CronTab($"{Old},{New()}"));
        var versions = $"{Old.Replace("\"storage\":false", "\"storage\":true", StringComparison.Ordinal)},{New().Replace("\"storage\":true", "\"storage\":false", StringComparison.Ordinal)}";

        var moved = await server.PatchAsync($"{Definitions}/crontabs.stable.example.com", $"{{\"spec\":{{\"versions\":[{versions}]}}}}");
        var dropped = await server.PatchAsync($"{Definitions}/crontabs.stable.example.com", $"{{\"spec\":{{\"versions\":[{versions.Split(",{\"name\":\"v1\"")[0]}]}}}}");

        Assert.Equal("""["v1","v1beta1"]""", moved.Json["status"]!["storedVersions"]!.ToJsonString());
        Assert.Contains("status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage version", dropped.Message, StringComparison.Ordinal);
    }

    private static string Beta => CronTabs.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal);
}
