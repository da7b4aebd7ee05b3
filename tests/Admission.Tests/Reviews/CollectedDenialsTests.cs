namespace Autoscale.Admission.Tests;

public sealed class CollectedDenialsTests
{
    private static readonly AdmissionRequest Pod = new() { Resource = "pods", Name = "p" };

    [Fact]
    public void Combine_One_StaysAsItIs()
    {
        var denial = AdmissionDenial.Forbidden(Pod, "p", "why");

        Assert.Same(denial, CollectedDenials.Combine([denial]));
    }

    [Theory]
    [InlineData("a|b", "pods \"p\" is forbidden: [a, b]")]
    [InlineData("a|b|a", "pods \"p\" is forbidden: [a, b]")]
    [InlineData("a|a", "pods \"p\" is forbidden: a")]
    [InlineData("x is forbidden: y|b", "pods \"p\" is forbidden: [x is forbidden: y, b]")]
    public void Combine_SamePrefix_StandsOnce(string reasons, string expected) =>
        Assert.Equal(expected, CollectedDenials.Combine([.. reasons.Split('|').Select(why => AdmissionDenial.Forbidden(Pod, "p", why))]).Message);

    [Fact]
    public void Combine_DifferentPrefixes_KeepThem()
    {
        var combined = CollectedDenials.Combine([AdmissionDenial.Forbidden(Pod, "p", "a"), AdmissionDenial.BadRequest("b")]);

        Assert.Equal("[pods \"p\" is forbidden: a, b]", combined.Message);
        Assert.Equal((403, "Forbidden"), (combined.Code, combined.Reason));
    }

    [Fact]
    public void Combine_FinalAndPassing_IsFinal()
    {
        var combined = CollectedDenials.Combine([AdmissionDenial.TimedOut(), AdmissionDenial.Forbidden(Pod, "p", "a"), AdmissionDenial.InternalError("b")]);

        Assert.Equal((403, "Forbidden", null), (combined.Code, combined.Reason, combined.RetryAfter));
    }
}
