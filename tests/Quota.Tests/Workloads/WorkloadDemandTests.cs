namespace Autoscale.Quota.Tests.Workloads;

public sealed class WorkloadDemandTests
{
    [Theory]
    [InlineData("'backoffLimit':1", "{}", 1, 0)]
    [InlineData("'parallelism':5", "{}", 5, 0)]
    [InlineData("'parallelism':5,'completions':3", "{}", 3, 0)]
    [InlineData("'parallelism':5,'completions':9", "{'active':2,'succeeded':6}", 3, 2)]
    [InlineData("'parallelism':5,'suspend':true", "{}", 0, 0)]
    public void Read_Job_RunsWhatItMayAndMust(string spec, string status, int wanted, int existing)
    {
        var demand = SomeWorkload.Demand(SomeWorkload.Job(spec, status), "jobs");

        Assert.Equal((wanted, existing, "pods"), (demand.Wanted, demand.Existing, demand.Noun));
    }

    [Theory]
    [InlineData("false", 4)]
    [InlineData("true", 0)]
    public void Read_CronJob_RunsOneJobUnlessSuspended(string suspend, int wanted)
    {
        var json = $"{{'metadata':{{'name':'nightly'}},'spec':{{'suspend':{suspend},'jobTemplate':{SomeWorkload.Job("'parallelism':4")}}},'status':{{'active':[{{'name':'x'}}]}}}}";

        var demand = SomeWorkload.Demand(json, "cronjobs");

        Assert.Equal((wanted, 0, "nightly"), (demand.Wanted, demand.Existing, demand.Metadata.Name));
        Assert.Equal("app", Assert.Single(demand.Template.Spec.Containers).Name);
    }

    [Fact]
    public void Read_ReplicasLeftOut_IsOne() =>
        Assert.Equal(1, SomeWorkload.Demand("{'metadata':{'name':'web'},'spec':{}}").Wanted);

    [Fact]
    public void HasTemplateOf_ImageOrAmount_Differs()
    {
        var demand = SomeWorkload.Demand(SomeWorkload.Deployment(1));

        Assert.True(demand.HasTemplateOf(SomeWorkload.Demand(SomeWorkload.Deployment(7, existing: 3))));
        Assert.False(demand.HasTemplateOf(SomeWorkload.Demand(SomeWorkload.Deployment(1, "{'requests':{'cpu':'201m'}}"))));
    }
}
