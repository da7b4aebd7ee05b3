namespace Autoscale.Admission.Tests;

public sealed class AdmissionRuleTests
{
    [Theory]
    [InlineData("pods", "", "pods", "", true)]
    [InlineData("pods", "", "pods", "resize", false)]
    [InlineData("pods/resize", "", "pods", "resize", true)]
    [InlineData("pods/resize", "", "pods", "", false)]
    [InlineData("*", "", "pods", "", true)]
    [InlineData("*", "", "pods", "resize", false)]
    [InlineData("pods", "apps", "pods", "", false)]
    [InlineData("pods/resize", "", "pod", "sresize", false)]
    public void Covers_GroupAndResource_AreBothAskedFor(string resource, string group, string written, string subresource, bool expected)
    {
        var rule = new AdmissionRule([AdmissionOperation.Create], [""], [resource]);

        Assert.Equal(expected, rule.Covers(new() { Group = group, Resource = written, Subresource = subresource }));
    }

    [Fact]
    public void Covers_OtherOperation_IsFalse() =>
        Assert.False(new AdmissionRule([AdmissionOperation.Update], ["*"], ["*"]).Covers(new() { Resource = "pods" }));
}
