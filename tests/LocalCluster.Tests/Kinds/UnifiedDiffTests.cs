using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Differences in the words of Go's difflib.</summary>
public sealed class UnifiedDiffTests
{
    [Theory]
    [InlineData("a", "a", "")]
    [InlineData("a", "b", "@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("1 2 3 4 5 6", "1 2 3 4 5 x 6", "@@ -3,4 +3,5 @@\n 3\n 4\n 5\n+x\n 6\n")]
    [InlineData("a 1 2 3 4 5 6 b", "A 1 2 3 4 5 6 B", "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n")]
    [InlineData("a 1 2 3 4 5 6 7 b", "A 1 2 3 4 5 6 7 B", "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n")]
    public void Between_Texts_ShowsChangesAndWhatIsAroundThem(string before, string after, string expected) =>
        Assert.Equal(expected, UnifiedDiff.Between(before.Replace(' ', '\n'), after.Replace(' ', '\n')));
}
