namespace Autoscale.Quota.Tests.Ledger;

public sealed class PodCostTests
{
    private const string Running = "'name':'c','resources':{'requests':{'cpu':'2'},'limits':{'cpu':'3'}},'allocatedResources':{'cpu':'1500m'}";

    [Fact]
    public void Of_RequestsAndLimits_CountUnderEveryNameThatQuotasKnow() => Assert.Equal(
        "count/pods=1,cpu=1,ephemeral-storage=1Gi,hugepages-2Mi=4Mi,limits.cpu=2,pods=1,"
        + "requests.cpu=1,requests.ephemeral-storage=1Gi,requests.example.com/gpu=3,requests.hugepages-2Mi=4Mi",
        Example.Cost(Example.PodOf("""
            {'requests':{'cpu':'1','ephemeral-storage':'1Gi','hugepages-2Mi':'4Mi','example.com/gpu':'3'},
             'limits':{'cpu':'2','hugepages-2Mi':'4Mi','example.com/gpu':'3'}}
            """)));

    [Fact]
    public void Of_DeviceClassRequest_CountsUnderRequests() => Assert.Equal(
        "count/pods=1,pods=1,requests.deviceclass.resource.kubernetes.io/gpu=1",
        Example.Cost(Example.PodOf("{'requests':{'deviceclass.resource.kubernetes.io/gpu':'1','other.kubernetes.io/x':'1','x':'1'}}")));

    [Theory]
    [InlineData("{'phase':'Succeeded'}")]
    [InlineData("{'phase':'Failed'}")]
    public void Of_EndedPod_OnlyStays(string status) =>
        Assert.Equal("count/pods=1", Example.Cost(Example.PodOf("{'requests':{'cpu':'1'}}", status)));

    [Theory]
    [InlineData("2026-01-01T11:59:29Z", "count/pods=1")]
    [InlineData("2026-01-01T11:59:30Z", "count/pods=1,pods=1")]
    public void Of_PodThatIsBeingDeleted_CountsForItsGracePeriodTwice(string due, string expected) => Assert.Equal(
        expected,
        Example.Cost(Example.Pod("{'containers':[]}", metadata: $"{{'deletionTimestamp':'{due}','deletionGracePeriodSeconds':30}}")));

    [Theory]
    [InlineData("{'cpu':'4'}", "{}", "cpu=4100m,limits.cpu=2100m,requests.cpu=4100m")]
    [InlineData("{}", "{'cpu':'4'}", "cpu=1100m,limits.cpu=4100m,requests.cpu=1100m")]
    public void Of_PodLevel_ReplacesTheContainersBeforeOverheadIsAdded(string requests, string limits, string expected) => Assert.Equal(
        expected,
        Compute("{'containers':[{'name':'c','resources':{'requests':{'cpu':'1'},'limits':{'cpu':'2'}}}],"
            + $"'resources':{{'requests':{requests},'limits':{limits}}},'overhead':{{'cpu':'100m'}}}}"));

    [Fact]
    public void Of_PodLevelHugePages_ReplaceThoseOfContainers() => Assert.Equal(
        "hugepages-2Mi=8Mi,requests.hugepages-2Mi=8Mi",
        Compute("""
            {'containers':[{'name':'c','resources':{'requests':{'hugepages-2Mi':'4Mi'}}}],'resources':{'requests':{'hugepages-2Mi':'8Mi'}}}
            """));

    [Fact]
    public void Of_Overhead_IsAddedToLimitsOnlyWhereThereIsOne() => Assert.Equal(
        "cpu=250m,limits.cpu=0,limits.memory=1144Mi,memory=120Mi,requests.cpu=250m,requests.memory=120Mi",
        Compute("{'containers':[{'name':'c','resources':{'limits':{'cpu':'0','memory':'1Gi'}}}],'overhead':{'cpu':'250m','memory':'120Mi'}}"));

    [Theory]
    [InlineData("{'containerStatuses':[{" + Running + "}]}", "cpu=2,limits.cpu=4,requests.cpu=2")]
    [InlineData("{'containerStatuses':[{'name':'c','allocatedResources':{'cpu':'9'}}]}", "cpu=1,limits.cpu=4,requests.cpu=1")]
    [InlineData("{'containerStatuses':[{'name':'c','resources':{},'allocatedResources':{'cpu':'9'}}]}", "cpu=9,limits.cpu=4,requests.cpu=9")]
    public void Of_ResizedContainer_TakesTheMostOfSpecAndStatus(string status, string expected) =>
        Assert.Equal(expected, Compute("{'containers':[{'name':'c','resources':{'requests':{'cpu':'1'},'limits':{'cpu':'4'}}}]}", status));

    [Theory]
    [InlineData("Infeasible", "cpu=2,limits.cpu=3,requests.cpu=2")]
    [InlineData("Deferred", "cpu=9,limits.cpu=9,requests.cpu=9")]
    public void Of_PendingResize_LeavesTheSpecOutOnlyWhenItIsInfeasible(string reason, string expected) => Assert.Equal(
        expected,
        Compute(
            "{'containers':[{'name':'c','resources':{'requests':{'cpu':'9'},'limits':{'cpu':'9'}}}]}",
            $"{{'conditions':[{{'type':'PodResizePending','status':'True','reason':'{reason}'}}],'containerStatuses':[{{{Running}}}]}}"));

    [Theory]
    [InlineData("'restartPolicy':'Always',", "cpu=2,limits.cpu=3,requests.cpu=2")]
    [InlineData("", "cpu=1,requests.cpu=1")]
    public void Of_InitContainer_FollowsItsStatusOnlyAsASidecar(string policy, string expected) => Assert.Equal(
        expected,
        Compute(
            $"{{'containers':[],'initContainers':[{{'name':'c',{policy}'resources':{{'requests':{{'cpu':'1'}}}}}}]}}",
            $"{{'initContainerStatuses':[{{{Running}}}]}}"));

    private static string Compute(string spec, string status = "{}") =>
        string.Join(',', Example.Cost(Example.Pod(spec, status)).Split(',').Where(amount => !amount.Contains("pods", StringComparison.Ordinal)));
}
