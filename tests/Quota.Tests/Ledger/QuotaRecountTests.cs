using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

public sealed class QuotaRecountTests
{
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Services = new("", "services");

    [Theory]
    [InlineData("pods", "pods")]
    [InlineData("hugepages-2Mi", "pods")]
    [InlineData("count/services", "services")]
    [InlineData("services.nodeports", "services")]
    [InlineData("requests.storage", "persistentvolumeclaims")]
    [InlineData("gold.storageclass.storage.k8s.io/requests.storage", "persistentvolumeclaims")]
    [InlineData("requests.example.com/gpu", "pods,resourceclaims.resource.k8s.io")]
    [InlineData("gpu.deviceclass.resource.k8s.io/devices", "resourceclaims.resource.k8s.io")]
    [InlineData("secrets", "secrets")]
    [InlineData("count/jobs.batch", "jobs.batch")]
    [InlineData("count/crontabs.stable.example.com", "crontabs.stable.example.com")]
    [InlineData("count/events", "")]
    [InlineData("count/", "")]
    [InlineData("limits.example.com/gpu", "")]
    [InlineData("x/y", "")]
    public void Needs_NameInHard_ListsTheResourcesItIsAbout(string name, string expected) => Assert.Equal(
        expected, string.Join(',', QuotaRecount.Needs(Example.Quota("q", $"{{'{name}':'1'}}")).Select(resource => resource.ToString()).Order(StringComparer.Ordinal)));

    [Fact]
    public void Count_ObjectsInScope_AreSummedUnderTheWantedLimits()
    {
        var quota = Example.Quota("q", "{'pods':'5','requests.cpu':'1'}", "{'pods':'4'}", "{'scopes':['NotTerminating']}");
        var pods = new[] { Example.PodOf("{'requests':{'cpu':'1'}}"), Example.PodOf("{'requests':{'cpu':'500m'}}"), Example.Pod("{'activeDeadlineSeconds':1}") };

        var status = QuotaRecount.Count(quota, [Pods], pods, Example.Now);

        Assert.Equal("pods=2,requests.cpu=1500m", ResourceVector.From(status.Used).ToString());
        Assert.Equal("pods=5,requests.cpu=1", ResourceVector.From(status.Hard).ToString());
    }

    [Fact]
    public void Count_ResourceThatWasNotListed_KeepsWhatWasKnown()
    {
        var quota = Example.Quota("q", "{'pods':'5','services':'1','count/foos.example.com':'1'}", "{'services':'3'}");
        quota = quota with { Status = quota.Status with { Used = Example.Amounts("{'services':'3','gone':'1'}") } };

        var status = QuotaRecount.Count(quota, [Pods], [], Example.Now);

        Assert.Equal("pods=0,services=3", ResourceVector.From(status.Used).ToString());
    }

    [Fact]
    public void Count_ExtendedResource_SumsPodsAndClaims()
    {
        var quota = Example.Quota("q", "{'requests.example.com/tpu':'9'}");
        var claim = Example.ResourceClaim("[{'exactly':{'deviceClassName':'tpu','count':2}}]") with
        {
            ExtendedResources = new Dictionary<string, string> { ["tpu"] = "example.com/tpu" },
        };

        var status = QuotaRecount.Count(quota, QuotaRecount.Needs(quota), [claim, Example.PodOf("{'requests':{'example.com/tpu':'3'}}")], Example.Now);

        Assert.Equal("5", status.Used!["requests.example.com/tpu"].ToString());
    }

    [Theory]
    [InlineData("{'pods':'1'}", "{'pods':'1'}", "{'pods':'1000m'}", false)]
    [InlineData("{'pods':'1'}", "{'pods':'1'}", "{'pods':'2'}", true)]
    [InlineData("{'pods':'1'}", "{'pods':'2'}", "{'pods':'1'}", true)]
    [InlineData("{'pods':'1'}", "{'pods':'1'}", "{}", true)]
    [InlineData("{}", "{}", "{}", false)]
    public void Changes_StatusBefore_IsComparedByAmount(string spec, string hard, string used, bool expected)
    {
        var quota = new ResourceQuota { Status = new() { Hard = Example.Amounts(hard), Used = Example.Amounts(used) } };

        Assert.Equal(expected, QuotaRecount.Changes(quota, new() { Hard = Example.Amounts(spec), Used = Example.Amounts(spec) }));
    }

    [Fact]
    public void Changes_NoStatusYet_OnlyWhereThereIsSomethingToSay()
    {
        Assert.False(QuotaRecount.Changes(new(), new() { Hard = Example.Amounts("{}"), Used = Example.Amounts("{}") }));
        Assert.True(QuotaRecount.Changes(new(), new() { Hard = Example.Amounts("{'pods':'1'}"), Used = Example.Amounts("{}") }));
    }

    [Fact]
    public void Concerns_QuotaWithLimitsInForce_OfThatResourceAlone()
    {
        Assert.True(RecountTriggers.Concerns(Example.Quota("q", "{'services.nodeports':'1'}"), Services));
        Assert.False(RecountTriggers.Concerns(Example.Quota("q", "{'services.nodeports':'1'}"), Pods));
        Assert.False(RecountTriggers.Concerns(Example.Quota("q", "{'pods':'1'}") with { Status = new() }, Pods));
    }
}
