using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Limits;

public sealed class LimitRangeRulesTests
{
    [Theory]
    [InlineData("'min':{'cpu':'100m'}", "{}", "minimum cpu usage per Container is 100m.  No request is specified")]
    [InlineData("'min':{'cpu':'100m'}", "{'requests':{'cpu':'50m'}}", "minimum cpu usage per Container is 100m, but request is 50m")]
    [InlineData("'min':{'cpu':'100m'}", "{'requests':{'cpu':'100m'},'limits':{'cpu':'99m'}}", "minimum cpu usage per Container is 100m, but limit is 99m")]
    [InlineData("'min':{'cpu':'100m'}", "{'requests':{'cpu':'100m'}}", null)]
    [InlineData("'max':{'cpu':'1'}", "{}", "maximum cpu usage per Container is 1.  No limit is specified")]
    [InlineData("'max':{'cpu':'1'}", "{'limits':{'cpu':'1100m'},'requests':{'cpu':'2'}}", "maximum cpu usage per Container is 1, but limit is 1100m")]
    [InlineData("'max':{'cpu':'1'}", "{'limits':{'cpu':'1'},'requests':{'cpu':'2'}}", "maximum cpu usage per Container is 1, but request is 2")]
    [InlineData("'max':{'cpu':'1'}", "{'limits':{'cpu':'1'}}", null)]
    [InlineData("'maxLimitRequestRatio':{'cpu':'2'}", "{}", "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0")]
    [InlineData("'maxLimitRequestRatio':{'cpu':'2'}", "{'requests':{'cpu':'1'},'limits':{'cpu':'0'}}", "cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0")]
    [InlineData("'maxLimitRequestRatio':{'cpu':'2'}", "{'requests':{'cpu':'200m'},'limits':{'cpu':'401m'}}", "cpu max limit to request ratio per Container is 2, but provided ratio is 2.005000")]
    [InlineData("'maxLimitRequestRatio':{'cpu':'2'}", "{'requests':{'cpu':'200m'},'limits':{'cpu':'400m'}}", null)]
    public void Refuse_Container_SaysWhatIsBroken(string bounds, string resources, string? expected) =>
        Assert.Equal(expected, LimitRangeRules.Refuse(Given.OneContainer(resources), [Given.LimitRange("a", $"{{'type':'Container',{bounds}}}")]));

    [Theory]
    [InlineData("9223372036854775", "9223372036854775500m", "maximum memory usage per Container is 9223372036854775, but limit is 9223372036854775500m")]
    [InlineData("9223372036854775807", "9223372036854775806", null)]
    [InlineData("1", "100E", "maximum memory usage per Container is 1, but limit is 100E")]
    [InlineData("1", "70368744177664E", "maximum memory usage per Container is 1, but limit is 70368744177664E")]
    public void Refuse_HugeAmounts_AreComparedAndNeverWrapAround(string max, string limit, string? expected) => Assert.Equal(
        expected,
        LimitRangeRules.Refuse(
            Given.OneContainer($"{{'limits':{{'memory':'{limit}'}}}}"), [Given.LimitRange("a", $"{{'type':'Container','max':{{'memory':'{max}'}}}}")]));

    [Fact]
    public void Refuse_Pod_BoundsTotalsWithPodLevelCpuAndMemoryAlone()
    {
        var spec = Given.Spec(
            "{'containers':[{'resources':{'requests':{'cpu':'3','hugepages-2Mi':'2Mi'}}}],'resources':{'requests':{'cpu':'1','hugepages-2Mi':'8Mi'}}}");
        var limitRange = Given.LimitRange("a", "{'type':'Pod','min':{'cpu':'2','hugepages-2Mi':'4Mi'}}");

        Assert.Equal(
            "[minimum cpu usage per Pod is 2, but request is 1, minimum hugepages-2Mi usage per Pod is 4Mi, but request is 2Mi]",
            LimitRangeRules.Refuse(spec, [limitRange]));
    }

    [Fact]
    public void Refuse_SameTextOfSeveralContainers_IsSaidOnce()
    {
        var spec = Given.Spec("{'containers':[{'name':'a'},{'name':'b'}],'initContainers':[{'name':'i'}]}");

        Assert.Equal(
            "minimum cpu usage per Container is 1.  No request is specified",
            LimitRangeRules.Refuse(spec, [Given.LimitRange("a", "{'type':'Container','min':{'cpu':'1'}}")]));
    }

    [Fact]
    public void Refuse_SeveralLimitRanges_EndsAtTheFirstByNameThatIsBroken()
    {
        LimitRange[] ranges = [
            Given.LimitRange("c", "{'type':'Container','max':{'cpu':'3'}}"),
            Given.LimitRange("a", "{'type':'Container','max':{'cpu':'9'}}"),
            Given.LimitRange("b", "{'type':'Container','max':{'cpu':'2'}}")];

        Assert.Equal("maximum cpu usage per Container is 2, but limit is 4", LimitRangeRules.Refuse(Given.OneContainer("{'limits':{'cpu':'4'}}"), ranges));
    }

    [Theory]
    [InlineData("{'storage':'1Gi'}", null)]
    [InlineData("{'storage':'3Gi'}", "maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi")]
    [InlineData("{'storage':'1M'}", "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1M")]
    [InlineData("{}", "[minimum storage usage per PersistentVolumeClaim is 1Gi.  No request is specified, maximum storage usage per PersistentVolumeClaim is 2Gi.  No request is specified]")]
    public void Refuse_Claim_BoundsItsRequest(string requests, string? expected) => Assert.Equal(
        expected,
        LimitRangeRules.Refuse(
            Given.Claim(requests), [Given.LimitRange("a", "{'type':'PersistentVolumeClaim','min':{'storage':'1Gi'},'max':{'storage':'2Gi'}},{'type':'Pod','max':{'storage':'1'}}")]));
}
