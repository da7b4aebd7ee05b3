using Autoscale.Admission;

namespace Autoscale.Quota.Tests.Ledger;

public sealed class RecountTriggersTests
{
    private const string Reported = "{'containerStatuses':[{'name':'c','resources':{'requests':{'cpu':'1'}}}]}";

    [Fact]
    public void Wakes_ObjectThatAppears_Never() => Assert.False(Wakes(null, Example.Pod("{}")));

    [Fact]
    public void Wakes_ObjectThatIsGone_WheneverItCounted()
    {
        Assert.True(Wakes(Example.Counted("crontabs", "stable.example.com"), null));
        Assert.True(Wakes(Example.Pod("{}", "{'phase':'Succeeded'}"), null));
        Assert.False(Wakes(Example.Counted("events"), null));
    }

    [Theory]
    [InlineData("{}", "{'phase':'Running'}", false)]
    [InlineData("{'phase':'Running'}", "{'phase':'Failed'}", true)]
    [InlineData("{'phase':'Failed'}", "{'phase':'Succeeded'}", false)]
    [InlineData("{}", Reported, false)]
    [InlineData(Reported, Reported, false)]
    [InlineData(Reported, "{'containerStatuses':[{'name':'c','resources':{'requests':{'cpu':'1000m'},'limits':{}}}]}", false)]
    [InlineData(Reported, "{'containerStatuses':[{'name':'c','resources':{'requests':{'cpu':'2'}}}]}", true)]
    [InlineData(Reported, "{'containerStatuses':[{'name':'c'}]}", true)]
    [InlineData("{'initContainerStatuses':[{'name':'i'}]}", "{'initContainerStatuses':[{'name':'i','resources':{}}]}", true)]
    public void Wakes_StatusOfAPod_WhenItEndsOrOtherResourcesAreReported(string before, string after, bool expected) =>
        Assert.Equal(expected, Wakes(Example.Pod("{}", before), Example.Pod("{}", after)));

    [Fact]
    public void Wakes_PodThatChangesItsScopeOrShouldBeGone()
    {
        Assert.True(Wakes(Example.Pod("{}"), Example.Pod("{'activeDeadlineSeconds':1}")));
        Assert.True(Wakes(Example.Pod("{}"), Example.Pod("{}", metadata: "{'deletionTimestamp':'2026-01-01T11:00:00Z','deletionGracePeriodSeconds':30}")));
        Assert.False(Wakes(Example.Pod("{}"), Example.Pod("{}", metadata: "{'deletionTimestamp':'2026-01-01T12:00:00Z','deletionGracePeriodSeconds':30}")));
    }

    [Theory]
    [InlineData("ClusterIP", "ExternalName", false)]
    [InlineData("ClusterIP", "NodePort", true)]
    [InlineData("LoadBalancer", "NodePort", true)]
    public void Wakes_Service_WhenItsKindOfTypeChanges(string before, string after, bool expected) =>
        Assert.Equal(expected, Wakes(Example.Service($"{{'type':'{before}'}}"), Example.Service($"{{'type':'{after}'}}")));

    [Fact]
    public void Wakes_OtherUpdates_OnlyOfClaims()
    {
        Assert.True(Wakes(Example.Claim("{}"), Example.Claim("{}")));
        Assert.False(Wakes(Example.ResourceClaim("[]"), Example.ResourceClaim("[]")));
        Assert.False(Wakes(Example.Counted("secrets"), Example.Counted("secrets")));
    }

    [Fact]
    public void WakesQuota_OnlyWhenWantedLimitsChange()
    {
        var quota = Example.Quota("q", "{'pods':'1'}");

        Assert.True(RecountTriggers.WakesQuota(null, quota));
        Assert.True(RecountTriggers.WakesQuota(quota, Example.Quota("q", "{'pods':'2'}")));
        Assert.False(RecountTriggers.WakesQuota(quota, Example.Quota("q", "{'pods':'1000m'}", "{'pods':'1'}", "{'scopes':['BestEffort']}")));
    }

    [Theory]
    [InlineData(AdmissionOperation.Create, "stable.example.com", "crontabs", "", true)]
    [InlineData(AdmissionOperation.Update, "", "pods", "", true)]
    [InlineData(AdmissionOperation.Update, "", "pods", "resize", true)]
    [InlineData(AdmissionOperation.Update, "", "pods", "status", false)]
    [InlineData(AdmissionOperation.Update, "", "persistentvolumeclaims", "status", true)]
    [InlineData(AdmissionOperation.Update, "", "services", "", true)]
    [InlineData(AdmissionOperation.Update, "resource.k8s.io", "resourceclaims", "", true)]
    [InlineData(AdmissionOperation.Update, "", "secrets", "", false)]
    [InlineData(AdmissionOperation.Delete, "", "pods", "", false)]
    public void Validates_Write_IsSeenWhereItCanChangeWhatIsUsed(AdmissionOperation operation, string group, string resource, string subresource, bool expected)
    {
        var request = new AdmissionRequest { Operation = operation, Group = group, Resource = resource, Subresource = subresource };

        Assert.Equal(expected, QuotaRules.Validates.Any(rule => rule.Covers(request)));
    }

    private static bool Wakes(GovernedObject? old, GovernedObject? @new) => RecountTriggers.Wakes(old, @new, Example.Now);
}
