using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

public sealed class SchemaTests
{
    private const string Spec =
        """
        {"type":"object","required":["cronSpec"],"properties":{
          "cronSpec":{"type":"string","pattern":"^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$"},
          "image":{"type":"string","minLength":2,"maxLength":5,"default":"base"},
          "replicas":{"type":"integer","minimum":1,"maximum":10},
          "mode":{"type":"string","enum":["Off","Auto"]},
          "port":{"x-kubernetes-int-or-string":true},
          "ratio":{"type":"number","exclusiveMinimum":true,"minimum":0},
          "when":{"type":"string","format":"date-time"},
          "note":{"type":"string","nullable":true},
          "names":{"type":"array","maxItems":2,"x-kubernetes-list-type":"set","items":{"type":"string"}},
          "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"size":{"type":"integer","default":3}}}},
          "labels":{"type":"object","minProperties":1,"additionalProperties":{"type":"string"}},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
          "choice":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]},
          "template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}}
        """;

    private const string Cron = "\"cronSpec\":\"* * * * */5\"";

    [Theory]
    [InlineData("", "spec.cronSpec: Required value")]
    [InlineData("\"cronSpec\":5", "spec.cronSpec: Invalid value: \"integer\": spec.cronSpec in body must be of type string: \"integer\"")]
    [InlineData("\"cronSpec\":\"x\"", """spec.cronSpec: Invalid value: "x": spec.cronSpec in body should match '^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$'""")]
    [InlineData(Cron + ",\"image\":\"x\"", "spec.image: Invalid value: \"x\": spec.image in body should be at least 2 chars long")]
    [InlineData(Cron + ",\"image\":\"abcdef\"", "spec.image: Too long: may not be more than 5 bytes")]
    [InlineData(Cron + ",\"replicas\":0", "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1")]
    [InlineData(Cron + ",\"replicas\":11", "spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10")]
    [InlineData(Cron + ",\"replicas\":1.5", "spec.replicas: Invalid value: \"number\": spec.replicas in body must be of type integer: \"number\"")]
    [InlineData(Cron + ",\"mode\":\"On\"", "spec.mode: Unsupported value: \"On\": supported values: \"Off\", \"Auto\"")]
    [InlineData(Cron + ",\"port\":true", "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    [InlineData(Cron + ",\"ratio\":0", "spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0")]
    [InlineData(Cron + ",\"when\":\"soon\"", "spec.when: Invalid value: \"soon\": spec.when in body must be of type date-time: \"soon\"")]
    [InlineData(Cron + ",\"names\":[\"a\",\"b\",\"c\"]", "spec.names: Too many: 3: must have at most 2 items")]
    [InlineData(Cron + ",\"names\":[\"a\",\"a\"]", "spec.names[1]: Duplicate value: \"a\"")]
    [InlineData(Cron + ",\"parts\":[{\"name\":\"a\"},{\"name\":\"a\"}]", "spec.parts[1]: Duplicate value: {\"name\":\"a\"}")]
    [InlineData(Cron + ",\"labels\":{}", "spec.labels: Invalid value: 0: spec.labels in body should have at least 1 properties")]
    [InlineData(Cron + ",\"labels\":{\"a\":1}", "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\"")]
    [InlineData(Cron + ",\"choice\":{}", "<nil>: Invalid value: \"\": \"spec.choice\" must validate one and only one schema (oneOf). Found none valid")]
    public async Task Create_ValueAgainstTheSchema_IsRefusedInKubernetesWords(string spec, string said)
    {
        await using var server = await WithCronTabsAsync(Spec);

        var answer = await server.PostAsync(CronTabs, Tab($"{{{spec}}}"));

        Assert.Equal(422, answer.Code);
        Assert.Contains(said, answer.Message, StringComparison.Ordinal);
        Assert.StartsWith("CronTab.stable.example.com \"tab\" is invalid: ", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_RightObject_IsPrunedAndDefaulted()
    {
        await using var server = await WithCronTabsAsync(Spec);

        var made = await server.PostAsync(CronTabs, Tab("{" + Cron + ""","replicas":2,"note":null,"mode":null,"odd":1,"parts":[{"name":"a","odd":1}],"free":{"kept":{"all":1}},"port":"http","template":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"x":1}}"""));

        Assert.Equal(
            """{"cronSpec":"* * * * */5","free":{"kept":{"all":1}},"image":"base","note":null,"parts":[{"name":"a","size":3}],"port":"http","replicas":2,"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"x":1}}""",
            made.Json["spec"]!.ToJsonString());
        Assert.Equal(["299 - \"unknown field \\\"spec.odd\\\"\"", "299 - \"unknown field \\\"spec.parts[0].odd\\\"\""], made.Warnings);
    }

    [Fact]
    public async Task Create_StrictUnknownField_IsRefused()
    {
        await using var server = await WithCronTabsAsync(Spec);

        var answer = await server.PostAsync($"{CronTabs}?fieldValidation=Strict", Tab("{" + Cron + ",\"odd\":1}"));

        Assert.Equal((400, "CronTab in version \"v1\" cannot be handled as a CronTab: strict decoding error: unknown field \"spec.odd\""), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Read_SchemaThatGainedADefault_ShowsItInOldObjects()
    {
        await using var server = await WithCronTabsAsync("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""");
        await server.PostAsync(CronTabs, Tab("""{"odd":1}"""));

        await server.PatchAsync($"{Definitions}/crontabs.stable.example.com", $"{{\"spec\":{{\"versions\":[{V1("""{"type":"object","properties":{"image":{"type":"string","default":"new"}}}""")}]}}}}");
        var read = await EventuallyAsync(server);

        Assert.Equal("""{"image":"new"}""", read);
    }

    [Fact]
    public async Task Patch_StrategicMerge_IsNotSupportedForCustomObjects()
    {
        await using var server = await WithCronTabsAsync(Spec);
        await server.PostAsync(CronTabs, Tab("{" + Cron + "}"));

        var answer = await server.PatchAsync($"{CronTabs}/tab", "{}", "strategic-merge");

        Assert.Equal(
            (415, "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json"),
            (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Create_RulesOverSelfAndOldSelf_AreHeldTo()
    {
        const string Rules =
            """
            {"type":"object","properties":{"min":{"type":"integer"},"max":{"type":"integer"},"name":{"type":"string","x-kubernetes-validations":[{"rule":"self == oldSelf","message":"name is immutable"}]}},
             "x-kubernetes-validations":[{"rule":"self.min <= self.max"}]}
            """;
        await using var server = await WithCronTabsAsync(Rules);

        var wrong = await server.PostAsync(CronTabs, Tab("""{"min":3,"max":2,"name":"a"}"""));
        var right = await server.PostAsync(CronTabs, Tab("""{"min":1,"max":2,"name":"a"}"""));
        var changed = await server.PatchAsync($"{CronTabs}/tab", """{"spec":{"name":"b"}}""");

        Assert.Equal("CronTab.stable.example.com \"tab\" is invalid: spec: Invalid value: failed rule: self.min <= self.max", wrong.Message);
        Assert.Equal(201, right.Code);
        Assert.Equal("CronTab.stable.example.com \"tab\" is invalid: spec.name: Invalid value: \"b\": name is immutable", changed.Message);
    }

    private static async Task<string> EventuallyAsync(Api.Http.TestServer server)
    {
        // The definition's change is followed at once, but beside the request that made it.
        for (var turn = 0; turn < 1000; turn++)
        {
            var spec = (await server.GetAsync($"{CronTabs}/tab")).Json["spec"]!.ToJsonString();
            if (!spec.Contains("odd", StringComparison.Ordinal))
            {
                return spec;
            }
        }

        return "never";
    }
}
