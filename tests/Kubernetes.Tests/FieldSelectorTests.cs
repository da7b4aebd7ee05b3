namespace Autoscale.Kubernetes.Tests;

public sealed class FieldSelectorTests
{
    private static readonly Dictionary<string, string> Fields = new() { ["metadata.name"] = "a,b=c\\", ["status.phase"] = "Running" };

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("status.phase=Running")]
    [InlineData("status.phase==Running,status.phase!=Failed")]
    [InlineData(@"metadata.name=a\,b\=c\\")]
    [InlineData("spec.nodeName=")]
    public void Matches_SatisfiedSelector_IsTrue(string text) => Assert.True(FieldSelector.Parse(text).Matches(Get));

    [Theory]
    [InlineData("status.phase!=Running")]
    [InlineData("status.phase=Running,spec.nodeName!=")]
    public void Matches_UnsatisfiedSelector_IsFalse(string text) => Assert.False(FieldSelector.Parse(text).Matches(Get));

    [Theory]
    [InlineData("a", "invalid selector: 'a'; can't understand 'a'")]
    [InlineData("x=1,b", "invalid selector: 'x=1,b'; can't understand 'b'")]
    [InlineData("a=b=c", "invalid field selector: unescaped character in value: 61")]
    [InlineData(@"a=\n", @"invalid field selector: invalid escape sequence: \n")]
    [InlineData(@"a=b\", @"invalid field selector: invalid escape sequence: \")]
    public void TryParse_Malformed_SaysWhatKubernetesSays(string text, string expected)
    {
        Assert.False(FieldSelector.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("b!=2,a==1", "a=1,b!=2")]
    [InlineData(@"a=x\,y", @"a=x\,y")]
    public void ToString_ParsedSelector_IsSortedAndEscaped(string text, string canonical) =>
        Assert.Equal(canonical, FieldSelector.Parse(text).ToString());

    [Fact]
    public void ExactValue_OnlyOfEqualTerms_IsGiven()
    {
        var selector = FieldSelector.Parse("metadata.name=a,status.phase!=Running");

        Assert.Equal("a", selector.ExactValue("metadata.name"));
        Assert.Null(selector.ExactValue("status.phase"));
        Assert.Equal("metadata.name=a", FieldSelector.Equal("metadata.name", "a").ToString());
    }

    private static string Get(string field) => Fields.GetValueOrDefault(field, "");
}
