namespace Autoscale.Quota.Tests.Ledger;

public sealed class QuotaLedgerTests
{
    private static readonly GovernedObject Small = Example.PodOf("{'requests':{'cpu':'100m'},'limits':{'cpu':'100m'}}");
    private static readonly GovernedObject Large = Example.PodOf("{'requests':{'cpu':'900m'},'limits':{'cpu':'100m'}}");

    [Fact]
    public void Charge_ExactlyAtTheLimit_IsAllowedAndCounted()
    {
        var verdict = Example.Create(Small, Example.Quota("q", "{'pods':'2','requests.cpu':'1'}", "{'pods':'1','requests.cpu':'900m'}"));

        Assert.True(verdict.IsAllowed);
        Assert.Equal("pods=1,requests.cpu=100m", verdict.Charges["q"].ToString());
        Assert.Equal("1", verdict.Ledger.Quotas[0].Status.Used!["requests.cpu"].ToString());
    }

    [Fact]
    public void Charge_BeyondTheLimit_NamesOnlyWhatIsExceeded()
    {
        var verdict = Example.Create(Small, Example.Quota("q", "{'pods':'2','requests.cpu':'1','limits.cpu':'50m'}", "{'requests.cpu':'901m'}"));

        Assert.Equal(
            "exceeded quota: q, requested: limits.cpu=100m,requests.cpu=100m, used: limits.cpu=0,requests.cpu=901m, limited: limits.cpu=50m,requests.cpu=1",
            verdict.Refusal);
    }

    [Fact]
    public void Charge_RefusedByOneOfTwo_ChargesNeither()
    {
        var ledger = QuotaLedger.Of([Example.Quota("b", "{'pods':'0'}"), Example.Quota("a", "{'pods':'5'}")]);

        var verdict = ledger.Charge(new(Small, null, ""), Example.Now);

        Assert.StartsWith("exceeded quota: b,", verdict.Refusal, StringComparison.Ordinal);
        Assert.Empty(verdict.Charges);
        Assert.Same(ledger, verdict.Ledger);
    }

    [Fact]
    public void Charge_SeveralFailingQuotas_NamesTheFirstByName() => Assert.StartsWith(
        "exceeded quota: a,",
        Example.Create(Small, Example.Quota("b", "{'pods':'0'}"), Example.Quota("a", "{'pods':'0'}")).Refusal,
        StringComparison.Ordinal);

    [Fact]
    public void Charge_LimitsThatAreNotInForceYet_RestrictNothing()
    {
        var fresh = Example.Quota("q", "{'pods':'0'}") with { Status = new() };

        Assert.Empty(Example.Create(Small, fresh).Charges);
        Assert.True(Example.Create(Small, fresh).IsAllowed);
    }

    [Fact]
    public void Charge_UseThatWasNeverCounted_IsRefusedWithEveryLimitOfTheKind()
    {
        var quota = Example.Quota("q", "{'pods':'9','cpu':'9','services':'1'}");
        quota = quota with { Status = quota.Status with { Used = Example.Amounts("{'pods':'0','services':'0'}") } };

        Assert.Equal("status unknown for quota: q, resources: cpu,pods", Example.Create(Small, quota).Refusal);
        Assert.True(Example.Create(Example.Service("{}"), quota).IsAllowed);
    }

    [Fact]
    public void Charge_ContainersWithoutWhatIsLimited_AreNamed()
    {
        var pod = Example.Pod("""
            {'containers':[{'name':'b','resources':{'limits':{'memory':'0'}}},{'name':'a','resources':{'requests':{'cpu':'0'}}}],'initContainers':[{'name':'i'}]}
            """);

        Assert.Equal(
            "failed quota: q: must specify limits.memory for: a,i; requests.cpu for: b,i",
            Example.Create(pod, Example.Quota("q", "{'requests.cpu':'1','limits.memory':'1Gi','pods':'9'}")).Refusal);
    }

    [Theory]
    [InlineData("{'requests':{'memory':'0'}}", true)]
    [InlineData("{'limits':{'hugepages-2Mi':'2Mi'}}", true)]
    [InlineData("{}", false)]
    public void Charge_PodLevelAmounts_LiftTheDemandForAllResources(string resources, bool expected) => Assert.Equal(
        expected,
        Example.Create(Example.Pod($"{{'containers':[{{'name':'c'}}],'resources':{resources}}}"), Example.Quota("q", "{'requests.cpu':'1'}")).IsAllowed);

    [Fact]
    public void Charge_NegativeUse_IsRefusedWhateverTheQuotaLimits() => Assert.Equal(
        "quota usage is negative for resource(s): cpu,requests.cpu",
        Example.Create(Example.PodOf("{'requests':{'cpu':'-1'}}"), Example.Quota("q", "{'services':'1'}")).Refusal);

    [Fact]
    public void Charge_WhatIsExceededAlreadyButNotCharged_DoesNotMatter() =>
        Assert.True(Example.Create(Example.PodOf("{}"), Example.Quota("q", "{'pods':'1','requests.ephemeral-storage':'1'}", "{'requests.ephemeral-storage':'5'}")).IsAllowed);

    [Fact]
    public void Charge_SumOfSeveralForms_KeepsTheFormOfWhatIsUsed()
    {
        var pod = Example.PodOf("{'requests':{'memory':'0.5Gi'}}");

        Assert.Equal("1036870912", Used(Example.Create(pod, Example.Quota("q", "{'memory':'9G'}", "{'memory':'500M'}")), "memory"));
        Assert.Equal("512Mi", Used(Example.Create(pod, Example.Quota("q", "{'memory':'9G'}", "{'memory':'0'}")), "memory"));
    }

    [Fact]
    public void Charge_Resize_ChargesTheGrowthAndReleasesNothing()
    {
        var quota = Example.Quota("q", "{'requests.cpu':'1'}", "{'requests.cpu':'900m'}");

        Assert.Equal("requests.cpu=800m", Example.Update(Small, Large, "resize", Example.Quota("q", "{'requests.cpu':'1'}")).Charges["q"].ToString());
        Assert.Empty(Example.Update(Large, Small, "resize", quota).Charges);
        Assert.Equal(
            "exceeded quota: q, requested: requests.cpu=800m, used: requests.cpu=900m, limited: requests.cpu=1",
            Example.Update(Small, Large, "resize", quota).Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("status")]
    [InlineData("ephemeralcontainers")]
    public void Charge_OtherUpdatesOfPods_ChargeNothing(string subresource) =>
        Assert.Empty(Example.Update(Small, Large, subresource, Example.Quota("q", "{'requests.cpu':'0'}")).Charges);

    [Fact]
    public void Charge_UpdateThatMovesAPodIntoAScope_ChargesTheNewQuotaInFull()
    {
        var (old, moved) = (Example.Pod("{}"), Example.Pod("{'activeDeadlineSeconds':60}"));
        var entered = Example.Quota("Terminating", "{'pods':'1'}", spec: "{'scopes':['Terminating']}");
        var left = Example.Quota("NotTerminating", "{'pods':'1'}", spec: "{'scopes':['NotTerminating']}");

        var verdict = Example.Update(old, moved, "", entered, left);

        Assert.Equal("pods=1", Assert.Single(verdict.Charges, charge => charge.Key == "Terminating").Value.ToString());
        Assert.Single(verdict.Charges);
    }

    [Fact]
    public void Charge_StatusOfAClaim_CountsBeyondTheLimit()
    {
        var spec = "{'resources':{'requests':{'storage':'1Gi'}}}";
        var (old, grown) = (Example.Claim(spec), Example.Claim(spec, "{'allocatedResources':{'storage':'4Gi'}}"));

        var verdict = Example.Update(old, grown, "status", Example.Quota("q", "{'requests.storage':'2Gi'}", "{'requests.storage':'1Gi'}"));

        Assert.Equal("4Gi", Used(verdict, "requests.storage"));
    }

    [Theory]
    [InlineData("NodePort", "ClusterIP", null)]
    [InlineData("ClusterIP", "NodePort", "exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0")]
    public void Charge_ServiceThatChangesItsType_IsJudgedByTheGrowth(string from, string to, string? refusal) => Assert.Equal(
        refusal,
        Example.Update(
            Example.Service($"{{'type':'{from}','ports':[{{}}]}}"),
            Example.Service($"{{'type':'{to}','ports':[{{}}]}}"),
            "",
            Example.Quota("q", "{'services':'0','services.nodeports':'0'}", "{'services':'1'}")).Refusal);

    [Theory]
    [InlineData("{'requests.deviceclass.resource.kubernetes.io/gpu':'9'}", "")]
    [InlineData("{'requests.deviceclass.resource.kubernetes.io/gpu':'9','count/resourceclaims.resource.k8s.io':'9'}", "count/resourceclaims.resource.k8s.io=1,requests.deviceclass.resource.kubernetes.io/gpu=1")]
    [InlineData("{'requests.deviceclass.resource.kubernetes.io/tpu':'9'}", "requests.deviceclass.resource.kubernetes.io/tpu=1")]
    [InlineData("{'requests.example.com/tpu':'9'}", "requests.example.com/tpu=1")]
    public void Charge_ResourceClaim_IsSeenByExtendedNamesOfMappedClassesAlone(string hard, string expected)
    {
        var claim = Example.ResourceClaim("[{'exactly':{'deviceClassName':'gpu'}},{'exactly':{'deviceClassName':'tpu'}}]") with
        {
            ExtendedResources = new Dictionary<string, string> { ["tpu"] = "example.com/tpu" },
        };

        var quota = Example.Quota("q", hard);

        Assert.Equal(expected, Example.Create(claim, quota).Charges.GetValueOrDefault("q")?.ToString() ?? "");
        Assert.Equal(expected.Length > 0, QuotaRecount.Changes(quota, QuotaRecount.Count(quota, QuotaRecount.Needs(quota), [claim], Example.Now)));
    }

    [Fact]
    public void Charge_UpdateOfWhatOnlyCounts_ChargesNothing() => Assert.Empty(
        Example.Update(Example.Counted("secrets"), Example.Counted("secrets"), "", Example.Quota("q", "{'secrets':'5'}")).Charges);

    [Fact]
    public void With_Namesake_IsReplaced()
    {
        var ledger = QuotaLedger.Of([Example.Quota("b", "{'pods':'1'}"), Example.Quota("a", "{'pods':'1'}")]).With(Example.Quota("b", "{'pods':'7'}"));

        Assert.Equal(["a", "b"], ledger.Quotas.Select(quota => quota.Metadata.Name));
        Assert.Equal("7", ledger.Quotas[1].Status.Hard!["pods"].ToString());
    }

    private static string Used(QuotaVerdict verdict, string resource) => verdict.Ledger.Quotas[0].Status.Used![resource].ToString();
}
