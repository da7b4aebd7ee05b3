using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Patching;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class PatchTests
{
    // The examples of RFC 6902, appendix A.
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo","foo":"bar"}""")]
    [InlineData(
        """{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""",
        """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""",
        """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [InlineData("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""", """{"foo":["bar",["abc","def"]]}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    public void JsonPatch_ExamplesOfTheStandard_Hold(string document, string patch, string expected) =>
        Assert.Equal(expected, JsonPatch.Apply(JsonNode.Parse(document), JsonNode.Parse(patch)!.AsArray())!.ToJsonString());

    [Theory]
    [InlineData("""[{"op":"add","path":"/baz/bat","value":"qux"}]""")]
    [InlineData("""[{"op":"test","path":"/foo","value":"other"}]""")]
    [InlineData("""[{"op":"remove","path":"/list/7"}]""")]
    [InlineData("""[{"op":"invent","path":"/foo"}]""")]
    [InlineData("""["remove"]""")]
    public void JsonPatch_ThatDoesNotFit_IsAProblem(string patch) =>
        Assert.Throws<PatchProblem>(() => JsonPatch.Apply(JsonNode.Parse("""{"foo":"bar","list":[1]}"""), JsonNode.Parse(patch)!.AsArray()));

    // The test cases of RFC 7386, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void MergePatch_CasesOfTheStandard_Hold(string document, string patch, string expected) =>
        Assert.Equal(expected, MergePatch.Apply(JsonNode.Parse(document), JsonNode.Parse(patch))!.ToJsonString());

    [Fact]
    public void StrategicMerge_AppliedTwice_ChangesNothingMore()
    {
        var names = Gen.Elements("a", "b", "c", "d");
        var containers = names.ArrayOf().Select(all => all.Distinct().ToArray());
        Prop.ForAll(containers.Two().ToArbitrary(), pair =>
        {
            var patch = Template(pair.Item2, "new");
            var once = StrategicMergePatch.Apply(Template(pair.Item1, "old"), patch, TestKinds.Deployment.Schema);
            var twice = StrategicMergePatch.Apply(once, patch, TestKinds.Deployment.Schema);
            return JsonNode.DeepEquals(once, twice);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void StrategicMerge_AnyLists_KeepEveryItemOnce()
    {
        var containers = Gen.Elements("a", "b", "c", "d", "e").ArrayOf().Select(all => all.Distinct().ToArray());
        Prop.ForAll(containers.Two().ToArbitrary(), pair =>
        {
            var merged = StrategicMergePatch.Apply(Template(pair.Item1, "old"), Template(pair.Item2, "new"), TestKinds.Deployment.Schema);
            var names = merged["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(one => (string)one!["name"]!);
            return names.Order().SequenceEqual(pair.Item1.Union(pair.Item2).Order());
        }).QuickCheckThrowOnFailure();
    }

    private static JsonObject Template(IEnumerable<string> names, string image) => new()
    {
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name, ["image"] = image })]),
                },
            },
        },
    };
}
