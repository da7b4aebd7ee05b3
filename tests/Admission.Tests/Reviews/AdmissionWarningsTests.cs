namespace Autoscale.Admission.Tests;

public sealed class AdmissionWarningsTests
{
    [Fact]
    public void Clean_ControlCharacters_BecomeSpaces() =>
        Assert.Equal(["a b c d"], AdmissionWarnings.Clean(["\ta\nb\u0007c\u0085d\r\n"]));

    [Fact]
    public void Clean_SameTextTwiceOrNone_IsSaidOnceOrNotAtAll() =>
        Assert.Equal(["a", "b"], AdmissionWarnings.Clean(["a", "", " \n", "b", "a"]));

    [Fact]
    public void Clean_LongText_IsCutAtACharacter()
    {
        var cut = Assert.Single(AdmissionWarnings.Clean([string.Concat(Enumerable.Repeat("😀", 300))]));

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 256)), cut);
    }

    [Fact]
    public void Clean_HalfASurrogatePair_IsReplaced() => Assert.Equal(["a\ufffdb"], AdmissionWarnings.Clean(["a\ud800b"]));

    [Fact]
    public void Clean_ManyTexts_AreCutAt4096CharactersInAll()
    {
        var many = Enumerable.Range(0, 100).Select(i => new string((char)('0' + (i % 10)), 200) + i).ToList();

        Assert.Equal(20, AdmissionWarnings.Clean(many).Count);
    }
}
