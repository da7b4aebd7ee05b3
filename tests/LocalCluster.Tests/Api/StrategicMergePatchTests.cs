using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Patching;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class StrategicMergePatchTests
{
    private const string Two = """{"metadata":{"name":"web"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"x","args":["1"]},{"name":"b","image":"y"}]}}}}""";

    [Theory]
    [InlineData("""[{"name":"b","image":"z"}]""", """[{"name":"a","image":"x","args":["1"]},{"name":"b","image":"z"}]""")]
    [InlineData("""[{"name":"c","image":"z"}]""", """[{"name":"c","image":"z"},{"name":"a","image":"x","args":["1"]},{"name":"b","image":"y"}]""")]
    [InlineData("""[{"name":"a","$patch":"delete"}]""", """[{"name":"b","image":"y"}]""")]
    [InlineData("""[{"$patch":"replace"},{"name":"c"}]""", """[{"name":"c"}]""")]
    [InlineData("""[{"name":"a","args":["2"]}]""", """[{"name":"a","image":"x","args":["2"]},{"name":"b","image":"y"}]""")]
    [InlineData("""[{"name":"a","image":null}]""", """[{"name":"a","args":["1"]},{"name":"b","image":"y"}]""")]
    public void Apply_ListWithMergeKey_MergesItems(string patch, string expected) =>
        Assert.Equal(expected, Containers("""{"spec":{"template":{"spec":{"containers":LIST}}}}""".Replace("LIST", patch, StringComparison.Ordinal)));

    [Fact]
    public void Apply_SetElementOrder_ArrangesWhatThePatchNames()
    {
        var patched = Containers(
            """{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"c"},{"name":"a"}],"containers":[{"name":"c","image":"z"}]}}}}""");

        Assert.Equal("""[{"name":"b","image":"y"},{"name":"c","image":"z"},{"name":"a","image":"x","args":["1"]}]""", patched);
    }

    [Fact]
    public void Apply_RetainKeys_DropsTheOthers()
    {
        var original = JsonNode.Parse("""{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"1"}}}}""")!.AsObject();
        var patch = JsonNode.Parse("""{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""")!.AsObject();

        var patched = StrategicMergePatch.Apply(original, patch, TestKinds.Deployment.Schema);

        Assert.Equal("""{"spec":{"strategy":{"type":"Recreate"}}}""", patched.ToJsonString());
    }

    [Fact]
    public void Apply_DeleteFromPrimitiveList_TakesValuesOut()
    {
        var original = JsonNode.Parse("""{"metadata":{"finalizers":["a/1","b/2","c/3"]}}""")!.AsObject();
        var patch = JsonNode.Parse("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["b/2"],"$setElementOrder/finalizers":["c/3","a/1"]}}""")!.AsObject();

        var patched = StrategicMergePatch.Apply(original, patch, TestKinds.Deployment.Schema);

        Assert.Equal("""["c/3","a/1"]""", patched["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Fact]
    public void Apply_SetOfValues_Unites()
    {
        var original = JsonNode.Parse("""{"metadata":{"finalizers":["a/1"]}}""")!.AsObject();
        var patch = JsonNode.Parse("""{"metadata":{"finalizers":["b/2","a/1"]}}""")!.AsObject();

        var patched = StrategicMergePatch.Apply(original, patch, TestKinds.Deployment.Schema);

        Assert.Equal(["a/1", "b/2"], patched["metadata"]!["finalizers"]!.AsArray().Select(one => (string?)one).Order());
    }

    [Fact]
    public void Apply_ItemWithoutKey_IsRefusedInUpstreamsWords()
    {
        var problem = Assert.Throws<PatchProblem>(() => Containers("""{"spec":{"template":{"spec":{"containers":[{"image":"z"}]}}}}"""));

        Assert.Equal("map: map[image:z] does not contain declared merge key: name", problem.Message);
    }

    private static string Containers(string patch)
    {
        var patched = StrategicMergePatch.Apply(JsonNode.Parse(Two)!.AsObject(), JsonNode.Parse(patch)!.AsObject(), TestKinds.Deployment.Schema);
        return patched["spec"]!["template"]!["spec"]!["containers"]!.ToJsonString();
    }
}
