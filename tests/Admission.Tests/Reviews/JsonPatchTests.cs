using System.Text;

namespace Autoscale.Admission.Tests;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("{}", "{}", "")]
    [InlineData("""{"a":1,"b":{"c":[1,"x",null]}}""", """{"b":{"c":[1,"x",null]},"a":1.0}""", "")]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"c":3,"d":4,"a":1}""", """[{"op":"remove","path":"/b"},{"op":"add","path":"/d","value":4}]""")]
    [InlineData("{}", """{"a":null}""", """[{"op":"add","path":"/a","value":null}]""")]
    [InlineData("""{"a":null}""", "{}", """[{"op":"remove","path":"/a"}]""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", """[{"op":"replace","path":"/a","value":"1"}]""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1,"y":3}}""", """[{"op":"replace","path":"/a/y","value":3}]""")]
    [InlineData("{}", """{"kubernetes.io/a~b":"v"}""", """[{"op":"add","path":"/kubernetes.io~1a~0b","value":"v"}]""")]
    [InlineData("""{"a":[{"n":1},{"n":2}]}""", """{"a":[{"n":1},{"n":2,"m":3}]}""", """[{"op":"add","path":"/a/1/m","value":3}]""")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2,3]}""", """[{"op":"add","path":"/a/1","value":2},{"op":"add","path":"/a/2","value":3}]""")]
    [InlineData("""{"a":[2,3]}""", """{"a":[1,2,3]}""", """[{"op":"add","path":"/a/0","value":1}]""")]
    [InlineData("""{"a":[1,2,3,4]}""", """{"a":[1,4]}""", """[{"op":"remove","path":"/a/2"},{"op":"remove","path":"/a/1"}]""")]
    [InlineData("""{"a":[1,2,4]}""", """{"a":[1,3,5,4]}""", """[{"op":"replace","path":"/a/1","value":3},{"op":"add","path":"/a/2","value":5}]""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", """[{"op":"replace","path":"/a","value":[1]}]""")]
    public void Between_TwoObjects_NamesTheInnermostDifferences(string before, string after, string expected)
    {
        var patch = JsonPatch.Between(Given.Body(before), Given.Body(after));

        Assert.Equal(expected, Encoding.UTF8.GetString(patch.Span));
    }

    [Fact]
    public void Between_HugeObjectsInOppositeOrder_IsFound()
    {
        var numbers = Enumerable.Range(0, 100_000).ToList();
        var before = $"{{{string.Join(',', numbers.Select(i => $"\"k{i}\":[{{}}]"))}}}";
        var after = $"{{{string.Join(',', Enumerable.Reverse(numbers).Select(i => $"\"k{i}\":[{(i == 7 ? 7 : "{}")}]"))}}}";

        Assert.Equal("""[{"op":"replace","path":"/k7/0","value":7}]""", Encoding.UTF8.GetString(JsonPatch.Between(Given.Body(before), Given.Body(after)).Span));
    }
}
