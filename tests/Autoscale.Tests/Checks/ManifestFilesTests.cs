using System.Text;
using Autoscale.Checks;
using Autoscale.Testing;

namespace Autoscale.Autoscale.Tests.Checks;

public sealed class ManifestFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Folder_TakesManifestsOfAllFoldersInOrder()
    {
        foreach (var name in new[] { "b.yml", "a/z.yaml", "c.json", "notes.txt" })
        {
            Write(name, "{\"apiVersion\":\"v1\",\"kind\":\"A\"}");
        }

        var found = new ManifestFiles(Stream.Null).Read([_folder.Path, At("b.yml")]);

        Assert.Equal([At("a/z.yaml"), At("b.yml"), At("c.json")], found.Objects.Select(one => one.Place.File));
        Assert.Empty(found.Problems);
    }

    [Fact]
    public void Read_FolderLinksToItself_Ends()
    {
        Write("a.yaml", "{apiVersion: v1, kind: A}");
        Directory.CreateSymbolicLink(At("loop"), _folder.Path);

        Assert.Single(new ManifestFiles(Stream.Null).Read([_folder.Path]).Objects);
    }

    [Fact]
    public void Read_StandardInput_IsCalledSo()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("{apiVersion: v1, kind: A}"));

        Assert.Equal("stdin:1", Assert.Single(new ManifestFiles(input).Read(["-"]).Objects).Place.ToString());
    }

    [Fact]
    public void Read_NothingToRead_SaysSoAndReadsTheOthers()
    {
        Write("a.yaml", "{apiVersion: v1, kind: A}");
        Directory.CreateDirectory(At("empty"));

        var found = new ManifestFiles(Stream.Null).Read([At("none.yaml"), At("empty"), At("a.yaml")]);

        Assert.Single(found.Objects);
        Assert.Equal(
            [$"{At("none.yaml")}: no such file", $"{At("empty")}: holds no file that ends in .json, .yaml, .yml"], found.Problems.Select(problem => problem.ToString()));
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name)) ?? "");
        File.WriteAllText(At(name), text);
    }
}
