namespace Autoscale.Hpa.Tests;

public sealed class AbsenceRuleTests
{
    [Theory]
    [InlineData("hold", "hold")]
    [InlineData(" hold ", "hold")]
    [InlineData("last-known(10m)", "last-known(10m0s)")]
    [InlineData("last-known(1.5h)", "last-known(1h30m0s)")]
    [InlineData("replicas(3)", "replicas(3)")]
    [InlineData("replicas( 0 )", "replicas(0)")]
    public void TryParse_Allowed_IsRead(string text, string canonical)
    {
        Assert.True(AbsenceRule.TryParse(text, out var rule));
        Assert.Equal(canonical, rule.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hold")]
    [InlineData("hold()")]
    [InlineData("last-known")]
    [InlineData("last-known()")]
    [InlineData("last-known(10)")]
    [InlineData("last-known(0s)")]
    [InlineData("last-known(-1m)")]
    [InlineData("last-known(10m")]
    [InlineData("last-known(100000h)")]
    [InlineData("replicas()")]
    [InlineData("replicas(-1)")]
    [InlineData("replicas(1.5)")]
    [InlineData("replicas(2147483648)")]
    [InlineData("hold, replicas(3)")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(AbsenceRule.TryParse(text, out _));

    [Fact]
    public void Of_Malformed_NamesAnnotationValueAndWhatIsAllowed()
    {
        Assert.Null(AbsenceRule.Of(Absent.Hpa("keep"), out var problem));

        Assert.Equal(
            "the annotation autoscale.dev/on-absent-metrics is \"keep\"; allowed are hold, last-known(DURATION) such as "
            + "last-known(10m), and replicas(NUMBER) such as replicas(3)",
            problem);
    }

    [Fact]
    public void Of_EnormousValue_IsCutInTheProblem()
    {
        AbsenceRule.Of(Absent.Hpa(new string('x', 100_000)), out var problem);

        Assert.InRange(problem?.Length ?? 0, 100, 300);
    }

    [Fact]
    public void Of_NoAnnotation_IsNeitherRuleNorProblem()
    {
        Assert.Null(AbsenceRule.Of(new(), out var problem));
        Assert.Null(problem);
    }
}
