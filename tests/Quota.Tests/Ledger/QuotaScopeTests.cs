namespace Autoscale.Quota.Tests.Ledger;

public sealed class QuotaScopeTests
{
    private const string Affinity = "'topologyKey':'zone'";

    [Theory]
    [InlineData("Terminating", "{'activeDeadlineSeconds':0}", true)]
    [InlineData("Terminating", "{}", false)]
    [InlineData("NotTerminating", "{'activeDeadlineSeconds':5}", false)]
    [InlineData("NotTerminating", "{}", true)]
    [InlineData("BestEffort", "{'containers':[{'name':'c'}]}", true)]
    [InlineData("BestEffort", "{'containers':[{'name':'c','resources':{'requests':{'cpu':'0','example.com/gpu':'1'}}}]}", true)]
    [InlineData("BestEffort", "{'containers':[{'name':'c','resources':{'limits':{'memory':'1'}}}]}", false)]
    [InlineData("NotBestEffort", "{'initContainers':[{'name':'i','resources':{'requests':{'cpu':'1'}}}]}", true)]
    [InlineData("NotBestEffort", "{'resources':{'limits':{'cpu':'1'}}}", true)]
    [InlineData("BestEffort", "{'resources':{'limits':{'hugepages-2Mi':'2Mi'}},'containers':[{'name':'c','resources':{'requests':{'cpu':'1'}}}]}", true)]
    [InlineData("BestEffort", "{'resources':{},'containers':[{'name':'c','resources':{'requests':{'cpu':'1'}}}]}", true)]
    [InlineData("PriorityClass", "{'priorityClassName':'high'}", true)]
    [InlineData("PriorityClass", "{}", false)]
    [InlineData("CrossNamespacePodAffinity", "{}", false)]
    [InlineData("CrossNamespacePodAffinity", "{'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{" + Affinity + ",'namespaceSelector':{}}]}}}", true)]
    [InlineData("CrossNamespacePodAffinity", "{'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{" + Affinity + "}]}}}", false)]
    [InlineData("CrossNamespacePodAffinity", "{'affinity':{'podAntiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':1,'podAffinityTerm':{" + Affinity + ",'namespaces':['a']}}]}}}", true)]
    [InlineData("VolumeAttributesClass", "{}", false)]
    public void Covers_Pod_LiesInScope(string scope, string spec, bool expected) =>
        Assert.Equal(expected, IsSeen(Example.Pod(spec), "{'pods':'9'}", $"{{'scopes':['{scope}']}}"));

    [Fact]
    public void Covers_StoredQualityOfService_IsBelieved() =>
        Assert.True(IsSeen(Example.PodOf("{'requests':{'cpu':'1'}}", "{'qosClass':'BestEffort'}"), "{'pods':'9'}", "{'scopes':['BestEffort']}"));

    [Theory]
    [InlineData("In", "high", true)]
    [InlineData("In", "low", false)]
    [InlineData("In", "", false)]
    [InlineData("NotIn", "high", false)]
    [InlineData("NotIn", "low", true)]
    [InlineData("NotIn", "", true)]
    [InlineData("Exists", "low", true)]
    [InlineData("DoesNotExist", "low", false)]
    [InlineData("DoesNotExist", "", true)]
    public void Covers_PriorityClassSelector_ComparesNames(string comparison, string name, bool expected) => Assert.Equal(
        expected,
        IsSeen(Example.Pod($"{{'priorityClassName':'{name}'}}"), "{'pods':'9'}", Selector("PriorityClass", comparison, "high")));

    [Theory]
    [InlineData("In", "{}", "{}", false)]
    [InlineData("In", "{'volumeAttributesClassName':'gold'}", "{}", true)]
    [InlineData("In", "{'volumeAttributesClassName':'silver'}", "{'currentVolumeAttributesClassName':'gold'}", true)]
    [InlineData("In", "{}", "{'modifyVolumeStatus':{'targetVolumeAttributesClassName':'gold'}}", true)]
    [InlineData("NotIn", "{}", "{}", true)]
    [InlineData("NotIn", "{'volumeAttributesClassName':'gold'}", "{}", false)]
    [InlineData("NotIn", "{'volumeAttributesClassName':'silver'}", "{'currentVolumeAttributesClassName':'gold'}", true)]
    [InlineData("Exists", "{'volumeAttributesClassName':'gold'}", "{}", true)]
    [InlineData("DoesNotExist", "{'volumeAttributesClassName':'gold'}", "{}", false)]
    public void Covers_VolumeAttributesClassSelector_LooksAtEveryClassOfTheClaim(string comparison, string spec, string status, bool expected) => Assert.Equal(
        expected,
        IsSeen(Example.Claim(spec, status), "{'persistentvolumeclaims':'9'}", Selector("VolumeAttributesClass", comparison, "gold")));

    [Fact]
    public void Covers_ObjectsWithoutScopes_AreSeenByNoQuotaThatHasOne()
    {
        Assert.False(IsSeen(Example.Service("{}"), "{'services':'9'}", "{'scopes':['NotTerminating']}"));
        Assert.False(IsSeen(Example.Counted("secrets"), "{'secrets':'9'}", "{'scopes':['NotBestEffort']}"));
        Assert.False(IsSeen(Example.ResourceClaim("[]"), "{'count/resourceclaims.resource.k8s.io':'9'}", "{'scopes':['NotBestEffort']}"));
    }

    [Fact]
    public void Covers_ScopesAndSelector_MustAllHold()
    {
        var spec = "{'scopes':['BestEffort'],'scopeSelector':{'matchExpressions':[{'scopeName':'PriorityClass','operator':'Exists'}]}}";

        Assert.True(IsSeen(Example.Pod("{'priorityClassName':'a'}"), "{'pods':'9'}", spec));
        Assert.False(IsSeen(Example.Pod("{}"), "{'pods':'9'}", spec));
    }

    private static bool IsSeen(GovernedObject subject, string hard, string spec) =>
        Example.Create(subject, Example.Quota("q", hard, spec: spec)).Charges.Count > 0;

    private static string Selector(string scope, string comparison, string value)
    {
        var values = comparison is "In" or "NotIn" ? $",'values':['{value}']" : "";
        return $"{{'scopeSelector':{{'matchExpressions':[{{'scopeName':'{scope}','operator':'{comparison}'{values}}}]}}}}";
    }
}
