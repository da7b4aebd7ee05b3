using System.Text.Json.Nodes;
using Autoscale.Checks;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.Autoscale.Tests.Checks;

public sealed class AppliedPatchTests
{
    private const string Container = """{"name":"a","image":"i","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}""";

    [Fact]
    public void Apply_FieldsThatWereAppliedLast_GoWhenTheManifestHasThemNoMore()
    {
        var applied = Apply(Live(Pod(Container)), """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1"}}}]}}""");

        Assert.Equal("""{"requests":{"cpu":"1"}}""", applied.PartsAt("spec.containers").Single()["resources"]?.ToJsonString());
    }

    [Fact]
    public void Apply_ItemsThatWereAppliedLast_GoWhenTheManifestHasThemNoMore()
    {
        var other = Container.Replace("\"a\"", "\"b\"", StringComparison.Ordinal);

        var applied = Apply(Live(Pod($"{Container},{other}")), Pod(other));

        Assert.Equal(["b"], applied.PartsAt("spec.containers").Select(container => container.TextAt("name")));
    }

    [Fact]
    public void Apply_WhatTheServerHasSet_Stays()
    {
        var live = Live(Pod(Container));
        live.Ensure("spec")["nodeName"] = "n1";
        live.Ensure("metadata")["uid"] = "u";

        var applied = Apply(live, Pod(Container));

        Assert.Equal(("n1", "u", "p"), (applied.TextAt("spec.nodeName"), applied.TextAt("metadata.uid"), applied.TextAt("metadata.name")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("3")]
    public void Apply_LastAppliedIsUnreadable_OnlyAdds(string annotation)
    {
        var live = JsonNode.Parse(Pod(Container))!.AsObject();
        live.Ensure("metadata")["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = annotation };

        Assert.Single(Apply(live, """{"spec":{"containers":[]}}""").PartsAt("spec.containers"));
    }

    private static string Pod(string containers) =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{{{containers}}}]}}""";

    private static JsonObject Live(string applied)
    {
        var live = JsonNode.Parse(applied)!.AsObject();
        live.Ensure("metadata")["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = applied };
        return live;
    }

    private static JsonObject Apply(JsonObject live, string manifest) =>
        AppliedPatch.Apply(live, JsonNode.Parse(manifest)!.AsObject(), PodKind.Description.Schema);
}
