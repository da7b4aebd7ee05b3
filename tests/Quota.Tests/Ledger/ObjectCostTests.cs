using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

public sealed class ObjectCostTests
{
    private static readonly Dictionary<string, string> Classes = new() { ["tpu"] = "example.com/tpu" };

    [Theory]
    [InlineData("configmaps", "", "configmaps=1,count/configmaps=1")]
    [InlineData("secrets", "", "count/secrets=1,secrets=1")]
    [InlineData("resourcequotas", "", "count/resourcequotas=1,resourcequotas=1")]
    [InlineData("replicationcontrollers", "", "count/replicationcontrollers=1,replicationcontrollers=1")]
    [InlineData("serviceaccounts", "", "count/serviceaccounts=1")]
    [InlineData("deployments", "apps", "count/deployments.apps=1")]
    [InlineData("crontabs", "stable.example.com", "count/crontabs.stable.example.com=1")]
    public void Of_OtherResources_CountByNumber(string resource, string group, string expected) =>
        Assert.Equal(expected, Example.Cost(Example.Counted(resource, group)));

    [Fact]
    public void Read_CustomResourceAsDeepAsAReviewMayBe_Counts()
    {
        var deep = $"{{\"metadata\":{{\"name\":\"c\"}},\"spec\":{new string('[', 400)}{new string(']', 400)}}}";

        Assert.Equal("c", GovernedObject.Read("stable.example.com", "crontabs", System.Text.Encoding.UTF8.GetBytes(deep)).Name);
    }

    [Theory]
    [InlineData("events", "")]
    [InlineData("events", "events.k8s.io")]
    [InlineData("bindings", "")]
    [InlineData("localsubjectaccessreviews", "authorization.k8s.io")]
    public void Find_WhatIsNotStoredOrNotCounted_IsNull(string resource, string group) => Assert.Null(ObjectCosts.Find(new(group, resource)));

    [Theory]
    [InlineData("{'type':'ClusterIP','ports':[{},{}]}", 0, 0)]
    [InlineData("{'type':'ExternalName'}", 0, 0)]
    [InlineData("{'type':'NodePort','ports':[{},{}]}", 0, 2)]
    [InlineData("{'type':'LoadBalancer','ports':[{},{}]}", 1, 2)]
    [InlineData("{'type':'LoadBalancer','allocateLoadBalancerNodePorts':false,'ports':[{},{'nodePort':30000}]}", 1, 1)]
    public void Of_Service_CountsBalancersAndPortsByIntent(string spec, int balancers, int ports) => Assert.Equal(
        $"count/services=1,services=1,services.loadbalancers={balancers},services.nodeports={ports}", Example.Cost(Example.Service(spec)));

    [Theory]
    [InlineData("{'resources':{'requests':{'storage':'1Gi'}}}", "{}", "requests.storage=1Gi")]
    [InlineData("{'resources':{'requests':{'storage':'1500m'}}}", "{}", "requests.storage=2")]
    [InlineData("{'resources':{'requests':{'storage':'1Gi'}}}", "{'allocatedResources':{'storage':'2Gi'}}", "requests.storage=2Gi")]
    [InlineData("{'resources':{'requests':{'storage':'3Gi'}}}", "{'allocatedResources':{'storage':'2Gi'}}", "requests.storage=3Gi")]
    public void Of_Claim_CountsTheStorageThatIsAskedForOrSetAside(string spec, string status, string storage) => Assert.Equal(
        $"count/persistentvolumeclaims=1,persistentvolumeclaims=1,{storage}", Example.Cost(Example.Claim(spec, status)));

    [Theory]
    [InlineData("{'storageClassName':'gold'}", "{}", "gold")]
    [InlineData("{'storageClassName':'gold'}", "{'annotations':{'volume.beta.kubernetes.io/storage-class':'old'}}", "old")]
    public void Of_ClaimOfAClass_CountsForTheClassToo(string spec, string metadata, string name) => Assert.Equal(
        $"count/persistentvolumeclaims=1,{name}.storageclass.storage.k8s.io/persistentvolumeclaims=1,persistentvolumeclaims=1"
            .Split(',').Order(StringComparer.Ordinal),
        Example.Cost(Example.Claim(spec, "{}", metadata)).Split(','));

    [Theory]
    [InlineData("[{'exactly':{'deviceClassName':'gpu'}}]", "gpu", 1)]
    [InlineData("[{'exactly':{'deviceClassName':'gpu','count':3}},{'exactly':{'deviceClassName':'gpu','count':2}}]", "gpu", 5)]
    [InlineData("[{'exactly':{'deviceClassName':'gpu','allocationMode':'All'}}]", "gpu", 32)]
    [InlineData("[{'exactly':{'deviceClassName':'gpu','allocationMode':'Some'}}]", "gpu", 0)]
    [InlineData("[{'firstAvailable':[{'deviceClassName':'gpu','count':1},{'deviceClassName':'gpu','count':2}]}]", "gpu", 2)]
    public void Of_ResourceClaim_CountsDevicesByClass(string requests, string name, int devices) => Assert.Equal(
        $"count/resourceclaims.resource.k8s.io=1,{name}.deviceclass.resource.k8s.io/devices={devices},requests.deviceclass.resource.kubernetes.io/{name}={devices}",
        Example.Cost(Example.ResourceClaim(requests)));

    [Fact]
    public void Of_ResourceClaimOfClassWithExtendedResource_CountsForThatToo()
    {
        var claim = Example.ResourceClaim("[{'exactly':{'deviceClassName':'tpu','count':2}}]") with { ExtendedResources = Classes };

        Assert.Contains("requests.example.com/tpu=2", Example.Cost(claim), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u1", "{}", "requests.example.com/tpu=0")]
    [InlineData("u1", "{'extendedResourceClaimStatus':{'resourceClaimName':'other'}}", "requests.example.com/tpu=2")]
    [InlineData("u2", "{}", "requests.example.com/tpu=2")]
    public void Of_ResourceClaimMadeForAPod_CountsWhatThePodWasNotCharged(string uid, string status, string expected)
    {
        var pod = Example.Pod("{'containers':[{'name':'c','resources':{'requests':{'example.com/tpu':'2'}}}]}", status, $"{{'name':'p','uid':'{uid}'}}");
        var claim = Example.ResourceClaim(
            "[{'exactly':{'deviceClassName':'tpu','count':2}}]",
            """
            {'name':'r','annotations':{'resource.kubernetes.io/extended-resource-claim':'true'},
             'ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'p','uid':'u1','controller':true}]}
            """) with
        { ExtendedResources = Classes, Claimant = pod.Get<Pod>() };

        Assert.Contains(expected, Example.Cost(claim), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FieldOfTheWrongForm_Throws() =>
        Assert.Throws<JsonException>(() => Example.Read("", "pods", "{'spec':{'containers':1}}"));

    [Theory]
    [InlineData("pods", "{'metadata':{'ownerReferences':[null]},'spec':{'containers':[null],'initContainers':[null]},'status':{'conditions':[null],'containerStatuses':[null]}}")]
    [InlineData("services", "{'spec':{'type':'LoadBalancer','allocateLoadBalancerNodePorts':false,'ports':[null]}}")]
    [InlineData("persistentvolumeclaims", "{'metadata':null,'spec':null,'status':null}")]
    public void Of_NullsWhereEntriesBelong_CountAsEntriesWithoutFields(string resource, string json) =>
        Assert.Contains($"count/{resource}=1", Example.Cost(Example.Read("", resource, json)), StringComparison.Ordinal);

    [Fact]
    public void Of_ObjectWithAnotherModel_SaysWhichIsNeeded()
    {
        var wrong = new GovernedObject("", "pods", new Service());

        Assert.Contains("Pod is needed", Assert.Throws<ArgumentException>(() => Example.Cost(wrong)).Message, StringComparison.Ordinal);
    }
}
