using System.Text.RegularExpressions;

namespace Autoscale.Conventions.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void Files_AreShort()
    {
        var lengths = Rooms.Sources("src").Concat(Rooms.Sources("tests"))
            .Select(path => (Name: Rooms.Name(path), Lines: File.ReadLines(path).Count()));

        Assert.Empty(lengths.Where(file => file.Lines > LongestFile).Select(file => $"{file.Name}: {file.Lines} lines"));
    }

    [Fact]
    public void Files_HoldNoUnfinishedMarksOrRegions()
    {
        var marked =
            from path in Rooms.Sources("src")
            from line in File.ReadLines(path)
            where Unfinished().IsMatch(line)
            select $"{Rooms.Name(path)}: {line.Trim()}";

        Assert.Empty(marked);
    }

    [Fact]
    public void Files_HoldOneTopLevelType_AlmostAlways()
    {
        var files = Rooms.Sources("src").Where(path => Path.GetFileName(path) != "Program.cs").ToList();

        var several = files.Where(path => TopLevelType().Count(File.ReadAllText(path)) > 1).Select(Rooms.Name).ToList();

        Assert.True(several.Count <= files.Count * 0.05, string.Join('\n', several));
    }

    [Fact]
    public void CatchAll_StandsOnlyWhereALoopOrAProcessBegins()
    {
        string[] allowed = ["src/Kubernetes/Control/ControlLoop.cs", "src/Admission/Control/AdmissionChain.cs"];

        var wrong = Rooms.Sources("src")
            .Where(path => CatchAll().Matches(File.ReadAllText(path)).Any(one => !one.Groups[3].Value.Contains("throw;", StringComparison.Ordinal)))
            .Select(Rooms.Name)
            .Except(allowed);

        Assert.Empty(wrong);
    }

    [Fact]
    public void CatchBlocks_AreNeverEmpty()
    {
        var empty = Rooms.Sources("src").Where(path => EmptyCatch().IsMatch(File.ReadAllText(path))).Select(Rooms.Name);

        Assert.Empty(empty);
    }

    [Fact]
    public void Readme_NamesOnlyFoldersThatExist()
    {
        var readme = File.ReadAllText(Path.Combine(Rooms.Root, "README.md"));

        var missing = FolderName().Matches(readme)
            .Select(match => match.Groups[1].Value)
            .Where(name => !Path.Exists(Path.Combine(Rooms.Root, name)));

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b|#region")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(public |internal |file )?(static |sealed |abstract |readonly |partial |ref )*(class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"catch\s*(\(Exception( \w+)?\))?\s*\{([^{}]*)\}")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"catch[^{]*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"`((?:src|tests|docs|deploy)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex FolderName();
}
