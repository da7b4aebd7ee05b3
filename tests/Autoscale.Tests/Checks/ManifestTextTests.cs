using Autoscale.Checks;

namespace Autoscale.Autoscale.Tests.Checks;

public sealed class ManifestTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("# nothing\n---\n\n--- # nor here\n", 0)]
    [InlineData("{apiVersion: v1, kind: A}\n---\n---\n{apiVersion: v1, kind: B}\n...\n", 2)]
    [InlineData("--- {apiVersion: v1, kind: A}\n", 1)]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"A\"},{\"apiVersion\":\"v1\",\"kind\":\"B\"}]}", 2)]
    [InlineData("{apiVersion: v1, kind: ConfigMapList, items: [{metadata: {name: a}}]}", 1)]
    [InlineData("apiVersion: v1\nkind: List\nitems: []\n", 0)]
    public void Read_Documents_YieldsTheirObjects(string text, int objects)
    {
        var manifest = new ManifestText("a.yaml", text);

        Assert.Equal(objects, manifest.Read().Count);
        Assert.Empty(manifest.Problems);
    }

    [Fact]
    public void Read_Places_CountDocumentsAndItems()
    {
        var objects = new ManifestText("a.yaml", "# first\n---\n---\napiVersion: v1\nkind: A\n---\n{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: B}]}\n").Read();

        Assert.Equal(["a.yaml:1", "a.yaml:2[0]"], objects.Select(one => one.Place.ToString()));
        Assert.Equal([3, 6], objects.Select(one => one.Place.Line));
    }

    [Theory]
    [InlineData("a.yaml", "kind: A\napiVersion: v1\n---\nkind: B\nspec: [1,\n b: }\n", "a.yaml:2: line 6, column")]
    [InlineData("a.json", "{\"kind\": \"A\",\n \"apiVersion\" \"v1\"}", "a.json:1: line 2, column 15:")]
    [InlineData("a.yaml", "kind: A\nkind: B\n", "Duplicate key")]
    [InlineData("a.yaml", "kind: A\n", "a.yaml:1: apiVersion not set")]
    [InlineData("a.yaml", "- a\n", "a.yaml:1: holds no object")]
    [InlineData("a.yaml", "--- null\n", "a.yaml:1: is null")]
    [InlineData("a.yaml", "{apiVersion: v1, kind: List, items: [3]}", "a.yaml:1[0]: is no object")]
    public void Read_Malformed_SaysWhere(string file, string text, string said)
    {
        var manifest = new ManifestText(file, text);
        manifest.Read();

        Assert.Contains(said, Assert.Single(manifest.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneDocumentIsMalformed_TheOthersAreReadAllTheSame()
    {
        var manifest = new ManifestText("a.yaml", "a: b: c\n---\napiVersion: v1\nkind: A\n");

        Assert.Equal("A", Assert.Single(manifest.Read()).Kind);
        Assert.Single(manifest.Problems);
    }

    [Fact]
    public void Read_DuplicateFieldInJson_IsReported()
    {
        var found = Assert.Single(new ManifestText("a.json", "{\"apiVersion\":\"v1\",\"kind\":\"A\",\"spec\":{\"a\":1,\"a\":2}}").Read());

        Assert.Equal(["duplicate field \"spec.a\""], found.Problems);
    }
}
