namespace Autoscale.Quota.Tests.Limits;

public sealed class LimitRangeDefaultsTests
{
    private const string CpuAndMemory =
        "{'type':'Container','default':{'cpu':'700m','memory':'1Gi'},'defaultRequest':{'cpu':'500m','memory':'512Mi'}}";

    [Fact]
    public void For_ContainersThatLackSomething_NamesIt()
    {
        var spec = Given.Spec(
            "{'containers':[{'name':'c0','resources':{'limits':{'memory':'0'}}},{'name':'c1','resources':{'requests':{'cpu':'1','memory':'1'},'limits':{'cpu':'1','memory':'1'}}}],"
            + "'initContainers':[{'name':'i0','resources':{'requests':{'cpu':'0'},'limits':{'cpu':'1','memory':'1'}}}]}");

        var defaults = LimitRangeDefaults.For(spec, [Given.LimitRange("a", CpuAndMemory)]);

        Assert.Equal(
            "LimitRanger plugin set: cpu, memory request for container c0; cpu limit for container c0; memory request for init container i0",
            defaults.Annotation);
        Assert.Equal([(false, 0), (true, 0)], defaults.Containers.Select(container => (container.IsInit, container.Index)));
    }

    [Fact]
    public void For_SeveralLimitRanges_TakesTheFirstByNameAndAnnotatesTheLast()
    {
        var spec = Given.OneContainer("{}");

        var defaults = LimitRangeDefaults.For(spec, [
            Given.LimitRange("b", "{'type':'Container','default':{'cpu':'2','memory':'2Gi'}}"),
            Given.LimitRange("a", "{'type':'Container','default':{'cpu':'1'}}"),
            Given.LimitRange("c", "{'type':'Container','default':{'cpu':'3'}}")]);

        Assert.Equal("cpu=1,memory=2Gi", string.Join(',', defaults.Containers.Single().Limits.Select(limit => $"{limit.Key}={limit.Value}")));
        Assert.Equal("LimitRanger plugin set: memory limit for container c", defaults.Annotation);
    }

    [Fact]
    public void For_SeveralItems_TheLaterOneOverwrites()
    {
        var limitRange = Given.LimitRange("a", "{'type':'Container','default':{'cpu':'1'}},{'type':'Container','default':{'cpu':'2'}}");

        var defaults = LimitRangeDefaults.For(Given.OneContainer("{}"), [limitRange]);

        Assert.Equal("2", defaults.Containers.Single().Limits["cpu"].ToString());
    }

    [Theory]
    [InlineData("{'type':'Pod','default':{'cpu':'1'}}")]
    [InlineData("{'type':'Container','min':{'cpu':'1'},'max':{'cpu':'1'}}")]
    public void For_NothingToSet_IsEmpty(string item)
    {
        var spec = Given.OneContainer("{}");

        var defaults = LimitRangeDefaults.For(spec, [Given.LimitRange("a", item)]);

        Assert.Empty(defaults.Containers);
        Assert.Null(defaults.Annotation);
        Assert.Same(spec, defaults.ApplyTo(spec));
    }

    [Fact]
    public void ApplyTo_Sidecar_KeepsWhatWasThere()
    {
        var spec = Given.Spec("{'containers':[{'name':'c'}],'initContainers':[{'name':'s','restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}}]}");

        var filled = LimitRangeDefaults.For(spec, [Given.LimitRange("a", CpuAndMemory)]).ApplyTo(spec);

        Assert.True(filled.InitContainers[0].IsSidecar);
        Assert.Equal(["cpu=1", "memory=512Mi"], filled.InitContainers[0].Resources!.Requests!.Select(request => $"{request.Key}={request.Value}"));
        Assert.Equal(["cpu=500m", "memory=512Mi"], filled.Containers[0].Resources!.Requests!.Select(request => $"{request.Key}={request.Value}"));
    }
}
