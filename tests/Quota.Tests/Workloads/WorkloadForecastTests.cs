using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Tests.Limits;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class WorkloadForecastTests
{
    private static readonly ResourceQuota Cpu = SomeWorkload.Quota("{'requests.cpu':'800m'}", "{'requests.cpu':'500m'}");

    [Fact]
    public void Problems_ScaledBeyondTheQuota_SayAtWhichReplicaAndByHowMuch()
    {
        var before = SomeWorkload.Demand(SomeWorkload.Deployment(2, existing: 2));

        var problems = Problems(before with { Wanted = 6 }, before, Cpu);

        Assert.Equal(["would exceed quota team1-quota at 4 of 6 replicas: requests.cpu 200m each, 300m left of 800m"], problems);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "would exceed quota team1-quota at 2 of 2 replicas: requests.cpu 200m each, 300m left of 800m")]
    [InlineData(int.MaxValue, "would exceed quota team1-quota at 2 of 2147483647 replicas: requests.cpu 200m each, 300m left of 800m")]
    public void Problems_NewWorkload_CountFromItsFirstReplica(int replicas, string? expected) =>
        Assert.Equal(Expected(expected), Problems(SomeWorkload.Demand(SomeWorkload.Deployment(replicas)), null, Cpu));

    [Fact]
    public void Problems_SeveralResources_NameThoseThatEndFirst()
    {
        var quota = SomeWorkload.Quota(
            "{'requests.cpu':'800m','pods':'3','requests.memory':'1Gi','limits.cpu':'9'}", "{'requests.cpu':'500m','pods':'2','requests.memory':'0','limits.cpu':'0'}");
        var demand = SomeWorkload.Demand(SomeWorkload.Deployment(9, "{'requests':{'memory':'256Mi','cpu':'200m'},'limits':{'cpu':'200m'}}"));

        Assert.Equal(
            ["would exceed quota team1-quota at 2 of 9 replicas: pods 1 each, 1 left of 3; requests.cpu 200m each, 300m left of 800m"],
            Problems(demand, null, quota));
    }

    [Fact]
    public void Problems_QuotaAlreadyOverdrawn_HasNothingLeft()
    {
        var quota = SomeWorkload.Quota("{'requests.cpu':'800m'}", "{'requests.cpu':'1200m'}");

        Assert.Equal(
            ["would exceed quota team1-quota at 1 of 1 replicas: requests.cpu 200m each, 0 left of 800m"],
            Problems(SomeWorkload.Demand(SomeWorkload.Deployment(1)), null, quota));
    }

    [Theory]
    [InlineData("deployments", 4, 4, null)]
    [InlineData("deployments", 4, 5, "would exceed quota team1-quota at 5 of 5 replicas: requests.cpu 250m each, 1 left of 1")]
    [InlineData("replicasets", 4, 5, "would exceed quota team1-quota at 5 of 5 replicas: requests.cpu 250m each, 200m left of 1")]
    public void Problems_OtherTemplate_CountsWhatTheOldPodsGiveBackWhereTheyGo(string resource, int existing, int wanted, string? expected)
    {
        var quota = SomeWorkload.Quota("{'requests.cpu':'1'}", "{'requests.cpu':'800m'}");
        var before = SomeWorkload.Demand(SomeWorkload.Deployment(existing, existing: existing), resource);
        var after = SomeWorkload.Demand(SomeWorkload.Deployment(wanted, "{'requests':{'cpu':'250m'}}", existing), resource);

        Assert.Equal(Expected(expected), Problems(after, before, quota));
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(6, 5)]
    [InlineData(6, 0)]
    public void Problems_NothingMoreIsAskedFor_AreNotSaidAgain(int before, int after)
    {
        var full = SomeWorkload.Quota("{'requests.cpu':'200m'}", "{'requests.cpu':'200m'}");
        var demand = SomeWorkload.Demand(SomeWorkload.Deployment(before, existing: 1));

        Assert.Empty(Problems(demand with { Wanted = after }, demand, full));
    }

    [Fact]
    public void Problems_ContainerWithoutAmounts_SayWhatMustBeSpecified()
    {
        var quota = SomeWorkload.Quota("{'limits.memory':'1Gi','requests.cpu':'1'}", "{}");

        Assert.Equal(
            ["would have its pods refused: failed quota: team1-quota: must specify limits.memory for: app; requests.cpu for: app"],
            Problems(SomeWorkload.Demand(SomeWorkload.Deployment(1, "{}")), null, quota));
    }

    [Fact]
    public void Problems_LimitRangeAndServer_SetDefaultsFirst()
    {
        var quota = SomeWorkload.Quota(
            "{'requests.cpu':'1','requests.memory':'1Gi','limits.memory':'1Gi'}", "{'requests.cpu':'0','requests.memory':'0','limits.memory':'0'}");
        var limitRange = Given.LimitRange("l", "{'type':'Container','default':{'memory':'600Mi'},'defaultRequest':{'memory':'300Mi'}}");

        Assert.Equal(
            ["would exceed quota team1-quota at 2 of 3 replicas: limits.memory 600Mi each, 1Gi left of 1Gi"],
            WorkloadForecast.Problems(
                SomeWorkload.Demand(SomeWorkload.Deployment(3, "{'limits':{'cpu':'250m'}}")), null, [limitRange], QuotaLedger.Of([quota])));
    }

    [Theory]
    [InlineData("'max':{'cpu':'100m'}", "maximum cpu usage per Container is 100m.  No limit is specified")]
    [InlineData("'default':{'cpu':'100m'},'min':{'cpu':'1'}", "spec.containers[0].resources.requests: Invalid value: \"200m\": must be less than or equal to cpu limit of 100m")]
    public void Problems_LimitRange_AreSaidInsteadOfTheQuotas(string item, string why)
    {
        var limitRange = Given.LimitRange("l", $"{{'type':'Container',{item}}}");

        Assert.Equal(
            [$"would have its pods refused: {why}"],
            WorkloadForecast.Problems(SomeWorkload.Demand(SomeWorkload.Deployment(9)), null, [limitRange], QuotaLedger.Of([Cpu])));
    }

    [Fact]
    public void Problems_QuotaOfOtherPods_DoNotMatter()
    {
        var best = SomeWorkload.Quota("{'pods':'0'}", "{'pods':'0'}", spec: "{'scopes':['BestEffort']}");

        Assert.Empty(Problems(SomeWorkload.Demand(SomeWorkload.Deployment(1)), null, best));
        Assert.NotEmpty(Problems(SomeWorkload.Demand(SomeWorkload.Deployment(1, "{}")), null, best));
    }

    [Fact]
    public void Problems_SeveralQuotas_AreSaidEach()
    {
        var other = SomeWorkload.Quota("{'pods':'0'}", "{'pods':'0'}", name: "a");

        Assert.Equal(
            ["would exceed quota a at 1 of 2 replicas: pods 1 each, 0 left of 0", "would exceed quota team1-quota at 2 of 2 replicas: requests.cpu 200m each, 300m left of 800m"],
            WorkloadForecast.Problems(SomeWorkload.Demand(SomeWorkload.Deployment(2)), null, [], QuotaLedger.Of([Cpu, other])));
    }

    private static IReadOnlyList<string> Problems(WorkloadDemand wanted, WorkloadDemand? before, ResourceQuota quota) =>
        WorkloadForecast.Problems(wanted, before, [], QuotaLedger.Of([quota]));

    private static string[] Expected(string? problem) => problem is null ? [] : [problem];
}
