using System.Text.RegularExpressions;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

public sealed partial class OperationsPageTests
{
    [Fact]
    public async Task Page_NamesEveryOptionOfRun_AndNoOther()
    {
        using var program = AutoscaleProcess.Start("run", "--help");
        await program.ExitAsync(TimeSpan.FromSeconds(30));
        var page = await File.ReadAllTextAsync(Path.Combine(Vectors.TestsFolder(), "..", "docs", "operations.md"));

        var flags = page.Split("## Flags")[1].Split("\n## ")[0];

        Assert.Equal(OptionsIn(program.Output), OptionsIn(flags));
    }

    private static IEnumerable<string> OptionsIn(string text) =>
        Option().Matches(text).Select(match => match.Value).Distinct().Except(["--help"]).Order(StringComparer.Ordinal);

    [GeneratedRegex("(?<=[ `|])--[a-z][a-z-]+")]
    private static partial Regex Option();
}
