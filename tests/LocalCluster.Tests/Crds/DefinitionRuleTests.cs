using static Autoscale.LocalCluster.Tests.Crds.CustomServer;

namespace Autoscale.LocalCluster.Tests.Crds;

public sealed class DefinitionRuleTests
{
    private const string Object = """{"type":"object"}""";

    [Theory]
    [InlineData("\"group\":\"stable.example.com\"", "\"group\":\"stable\"", "spec.group: Invalid value: \"stable\": should be a domain with at least one dot")]
    [InlineData("\"name\":\"crontabs.stable.example.com\"", "\"name\":\"tabs.stable.example.com\"", "metadata.name: Invalid value: \"tabs.stable.example.com\": must be spec.names.plural+\".\"+spec.group")]
    [InlineData("\"scope\":\"Namespaced\"", "\"scope\":\"World\"", "spec.scope: Unsupported value: \"World\": supported values: \"Cluster\", \"Namespaced\"")]
    [InlineData("\"kind\":\"CronTab\"", "\"kind\":\"Cron Tab\"", "spec.names.kind: Invalid value: \"Cron Tab\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of")]
    [InlineData("\"storage\":true", "\"storage\":false", "must have exactly one version marked as storage version")]
    [InlineData("\"schema\":{", "\"schema\":{},\"x\":{", "spec.versions[0].schema.openAPIV3Schema: Required value")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{}", "spec.versions[0].schema.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{\"type\":\"array\"}", "spec.versions[0].schema.openAPIV3Schema.properties[spec].items: Required value: must be specified")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{\"type\":\"map\"}", "properties[spec].type: Unsupported value: \"map\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{\"type\":\"object\",\"oneOf\":[{\"type\":\"object\"}]}", "properties[spec].oneOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{\"type\":\"integer\",\"default\":\"x\"}", "properties[spec].default: Invalid value: \"string\"")]
    [InlineData("{\"spec\":{\"type\":\"object\"}", "{\"spec\":{\"type\":\"string\",\"x-kubernetes-validations\":[{\"rule\":\"self.foo(\"}]}", "x-kubernetes-validations[0].rule: Invalid value: ")]
    [InlineData("\"served\":true", "\"served\":true,\"subresources\":{\"scale\":{\"specReplicasPath\":\".size\",\"statusReplicasPath\":\".status.size\"}}", "subresources.scale.specReplicasPath: Invalid value: \".size\": should be a json path under .spec")]
    [InlineData("\"served\":true", "\"served\":true,\"additionalPrinterColumns\":[{\"name\":\"a\",\"type\":\"text\",\"jsonPath\":\".spec.a\"}]", "additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of boolean,date,integer,number,string")]
    [InlineData("stable.example.com", "stable.k8s.io", "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111")]
    public async Task Create_WrongDefinition_IsRefusedInKubernetesWords(string right, string wrong, string said)
    {
        await using var server = await Api.Http.TestServer.StartAsync();

        var answer = await server.PostAsync(Definitions, CronTab(V1(Object)).Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(422, answer.Code);
        Assert.Contains(said, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ScopeOfAnEstablishedDefinition_IsImmutable()
    {
        await using var server = await WithCronTabsAsync(Object);

        var answer = await server.PatchAsync($"{Definitions}/crontabs.stable.example.com", """{"spec":{"scope":"Cluster"}}""");

        Assert.Equal(
            "CustomResourceDefinition.apiextensions.k8s.io \"crontabs.stable.example.com\" is invalid: spec.scope: Invalid value: \"Cluster\": field is immutable",
            answer.Message);
    }

    [Fact]
    public async Task Create_UnknownWordInASchema_IsToldByPath()
    {
        await using var server = await Api.Http.TestServer.StartAsync();

        var answer = await server.PostAsync($"{Definitions}?fieldValidation=Strict", CronTab(V1("""{"type":"object","requird":["a"]}""")));

        Assert.Contains("strict decoding error: unknown field \"spec.versions[0].schema.openAPIV3Schema.properties.spec.requird\"", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_FormatThatNobodyKnows_IsWarnedOf()
    {
        await using var server = await Api.Http.TestServer.StartAsync();

        var answer = await server.PostAsync(Definitions, CronTab(V1("""{"type":"string","format":"colour"}""")));

        Assert.Equal(["299 - \"unrecognized format \\\"colour\\\"\""], answer.Warnings);
    }
}
