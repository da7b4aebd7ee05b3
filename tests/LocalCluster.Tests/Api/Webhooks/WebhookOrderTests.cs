using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

public sealed class WebhookOrderTests : IAsyncLifetime
{
    private const string One = """{"metadata":{"name":"one"}}""";

    private HookedApi? _api;

    private HookedApi Api => _api ?? throw new InvalidOperationException("not started");

    private WebhookServer Hooks => Api.Hooks;

    private IEnumerable<string> Asked => Hooks.Asked.Select(one => one.Path);

    public async Task InitializeAsync() => _api = await HookedApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Fact]
    public async Task Mutating_Several_AreAskedByConfigurationAndPosition()
    {
        foreach (var path in new[] { "/c", "/a", "/b" })
        {
            Hooks.Patch(path, request => Append(request, path[1..]));
        }

        await Api.RegisterAsync("Mutating", "second", Api.Hook("/c"));
        await Api.RegisterAsync("Mutating", "first", Api.Hook("/a"), Api.Hook("/b"));

        var made = await Api.CreateAsync("ConfigMap", """{"metadata":{"name":"one"},"data":{"seen":""}}""");

        Assert.Equal("abc", (string?)made["data"]!["seen"]);
    }

    [Fact]
    public async Task Mutating_IfNeeded_IsAskedAgainWhenALaterOneChangedSomething()
    {
        Hooks.Allow("/early");
        Hooks.Patch("/late", """[{"op":"add","path":"/data","value":{"x":"y"}}]""");
        await Api.RegisterAsync("Mutating", "a", Api.Hook("/early", more: """{"reinvocationPolicy":"IfNeeded"}"""));
        await Api.RegisterAsync("Mutating", "b", Api.Hook("/late", more: """{"reinvocationPolicy":"IfNeeded"}"""));

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(["/early", "/late", "/early"], Asked);
        Assert.Equal("y", (string?)Hooks.Asked.Last().Request["object"]!["data"]!["x"]);
    }

    [Theory]
    [InlineData("Never", "IfNeeded", """[{"op":"add","path":"/data","value":{"x":"y"}}]""")]
    [InlineData("IfNeeded", "Never", """[]""")]
    [InlineData("IfNeeded", "Never", """[{"op":"add","path":"/metadata/name","value":"one"}]""")]
    public async Task Mutating_NothingChangedOrNotWanted_IsAskedOnce(string early, string late, string patch)
    {
        Hooks.Allow("/early");
        Hooks.Patch("/late", patch);
        await Api.RegisterAsync("Mutating", "a", Api.Hook("/early", more: $$"""{"reinvocationPolicy":"{{early}}"}"""));
        await Api.RegisterAsync("Mutating", "b", Api.Hook("/late", more: $$"""{"reinvocationPolicy":"{{late}}"}"""));

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal(["/early", "/late"], Asked);
    }

    [Fact]
    public async Task Validating_Several_AreAskedAtOnceAfterMutation()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Hooks.Patch("/patch", """[{"op":"add","path":"/data","value":{"x":"y"}}]""");
        Hooks.Raw("/a", (_, http) => MeetAsync(first, second, http));
        Hooks.Raw("/b", (_, http) => MeetAsync(second, first, http));
        await Api.RegisterAsync("Validating", "v", Api.Hook("/a", more: """{"failurePolicy":"Ignore"}"""), Api.Hook("/b", more: """{"failurePolicy":"Ignore"}"""));
        await Api.MutatingAsync("m", "/patch");

        await Api.CreateAsync("ConfigMap", One);

        Assert.Equal("/patch", Asked.First());
        Assert.All(Hooks.Asked.Skip(1), one => Assert.Equal("y", (string?)one.Request["object"]!["data"]!["x"]));
        Assert.Equal(3, Hooks.Asked.Count);
    }

    [Fact]
    public async Task Validating_SeveralDeny_TheFirstIsTold()
    {
        Hooks.Deny("/a", """{"message":"a"}""");
        Hooks.Deny("/b", """{"message":"b"}""");
        await Api.RegisterAsync("Validating", "v", Api.Hook("/a"), Api.Hook("/b"));

        Assert.EndsWith("denied the request: a", (await Api.RefusalAsync("ConfigMap", One)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_GenerateName_IsNamedAfterMutation()
    {
        Hooks.Allow("/early");
        Hooks.Allow("/late");
        await Api.MutatingAsync("m", "/early");
        await Api.ValidatingAsync("v", "/late");

        var made = await Api.CreateAsync("ConfigMap", """{"metadata":{"generateName":"one-"}}""");

        var (early, late) = (Hooks.Asked.First().Request, Hooks.Asked.Last().Request);
        Assert.Null(early["name"]);
        Assert.Equal("""{"generateName":"one-","namespace":"default"}""", early["object"]!["metadata"]!.ToJsonString());
        Assert.Equal((string?)made["metadata"]!["name"], (string?)late["name"]);
        Assert.Equal((string?)made["metadata"]!["uid"], (string?)late["object"]!["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Mutating_NamesAnObject_ItIsStoredUnderThatName()
    {
        Hooks.Patch("/name", """[{"op":"add","path":"/metadata/name","value":"chosen"}]""");
        await Api.MutatingAsync("m", "/name");

        var made = await Api.CreateAsync("ConfigMap", """{"metadata":{"generateName":"one-"}}""");

        Assert.Equal("chosen", (string?)made["metadata"]!["name"]);
    }

    [Fact]
    public async Task Create_Invalid_IsNotValidatedByWebhooks()
    {
        Hooks.Allow("/late");
        await Api.ValidatingAsync("v", "/late");

        var refusal = await Api.RefusalAsync("ConfigMap", """{"metadata":{"name":"Not A Name"}}""");

        Assert.Equal((422, 0), (refusal.Code, Hooks.Asked.Count));
    }

    [Fact]
    public async Task Mutating_MovesAnObjectElsewhere_IsRefused()
    {
        Hooks.Patch("/move", """[{"op":"replace","path":"/metadata/namespace","value":"kube-system"}]""");
        await Api.MutatingAsync("m", "/move");

        Assert.Equal(400, (await Api.RefusalAsync("ConfigMap", One)).Code);
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/data/nothing"}]""")]
    [InlineData("""[{"op":"add","path":"/data","value":"text"}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""["odd"]""")]
    public async Task Mutating_PatchDoesNotFit_IsAFaultWhateverThePolicy(string patch)
    {
        Hooks.Patch("/patch", patch);
        await Api.MutatingAsync("m", "/patch", more: """{"failurePolicy":"Ignore"}""");

        Assert.Equal((500, "InternalError"), (await Api.RefusalAsync("ConfigMap", One)) is var refusal ? (refusal.Code, refusal.Reason) : default);
    }

    private static string Append(JsonObject request, string text) =>
        $$"""[{"op":"replace","path":"/data/seen","value":"{{(string?)request["object"]!["data"]!["seen"]}}{{text}}"}]""";

    private static async Task MeetAsync(TaskCompletionSource mine, TaskCompletionSource theirs, Microsoft.AspNetCore.Http.HttpContext http)
    {
        mine.SetResult();
        await theirs.Task.WaitAsync(http.RequestAborted);
    }
}
