using Autoscale.Quota.Tests.Limits;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class WorkloadChargeTests
{
    [Theory]
    [InlineData("deployments", 3, 3, "750m")]
    [InlineData("deployments", 2, 6, "1")]
    [InlineData("replicasets", 2, 3, "650m")]
    public void Charge_OtherTemplate_TakesOldPodsAwayWhereTheyGo(string resource, int existing, int wanted, string used)
    {
        var quota = SomeWorkload.Quota("{'requests.cpu':'1'}", $"{{'requests.cpu':'{existing * 200}m'}}");
        var before = SomeWorkload.Demand(SomeWorkload.Deployment(existing, existing: existing), resource);
        var after = SomeWorkload.Demand(SomeWorkload.Deployment(wanted, "{'requests':{'cpu':'250m'}}", existing), resource);

        Assert.Equal(used, Used(WorkloadCharge.Charge(after, before, [], QuotaLedger.Of([quota]))));
    }

    [Theory]
    [InlineData(2000000000, "1")]
    [InlineData(0, "0")]
    public void Charge_NewWorkload_TakesAsManyPodsAsFit(int replicas, string used)
    {
        var quota = SomeWorkload.Quota("{'requests.cpu':'1100m'}", "{'requests.cpu':'0'}");

        Assert.Equal(used, Used(WorkloadCharge.Charge(SomeWorkload.Demand(SomeWorkload.Deployment(replicas)), null, [], QuotaLedger.Of([quota]))));
    }

    [Fact]
    public void Charge_PodsAreRefused_TakesNothing()
    {
        var quota = SomeWorkload.Quota("{'requests.cpu':'1','limits.cpu':'1'}", "{'requests.cpu':'0','limits.cpu':'0'}");
        var limitRange = Given.LimitRange("l", "{'type':'Container','max':{'cpu':'100m'}}");
        var demand = SomeWorkload.Demand(SomeWorkload.Deployment(1));

        Assert.Equal("0", Used(WorkloadCharge.Charge(demand, null, [], QuotaLedger.Of([quota]))));
        Assert.Equal("0", Used(WorkloadCharge.Charge(demand, null, [limitRange], QuotaLedger.Of([SomeWorkload.Quota("{'requests.cpu':'1'}", "{'requests.cpu':'0'}")]))));
    }

    [Fact]
    public void Defaults_TemplateLacksResources_AreThoseOfItsPods()
    {
        var limitRange = Given.LimitRange("l", "{'type':'Container','default':{'cpu':'2'},'defaultRequest':{'cpu':'100m','memory':'1Gi'}}");
        var demand = SomeWorkload.Demand(SomeWorkload.Deployment(1, "{'limits':{'cpu':'1'}}"));

        var added = Assert.Single(WorkloadCharge.Defaults(demand, [limitRange]).Containers);

        Assert.Equal(["memory"], added.Requests.Keys);
        Assert.Empty(added.Limits);
    }

    private static string Used(QuotaLedger ledger) => ledger.Quotas[0].Status.Used!["requests.cpu"].ToString();
}
