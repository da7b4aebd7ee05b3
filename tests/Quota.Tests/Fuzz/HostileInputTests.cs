using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Ledger;
using Autoscale.Quota.Tests.Limits;
using Autoscale.Quota.Tests.Workloads;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>What hostile writes have found, each in small.</summary>
public sealed class HostileInputTests
{
    private const string Defaulting =
        "{'metadata':{'name':'l','namespace':'team'},'spec':{'limits':[{'type':'Container','default':{'cpu':'1'},'defaultRequest':{'cpu':'1'}}]}}";

    [Fact]
    public async Task MutateAsync_NullAmongContainers_GetsTheDefaultsOfAnEmptyOne()
    {
        var pod = JsonNode.Parse("""{"spec":{"containers":[{"name":"c"},null]}}""")!.AsObject();

        await new LimitRangePolicy(await ListedApi.LimitRangesAsync(Defaulting)).MutateAsync(Request(pod), pod, default);

        Assert.Equal("""{"resources":{"requests":{"cpu":"1"},"limits":{"cpu":"1"}}}""", pod["spec"]!["containers"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task MutateAsync_UnknownFieldsNestedDeep_ArePassedOver()
    {
        var pod = JsonNode.Parse($$"""{"spec":{"x":{{Deep(200)}},"containers":[{"name":"c"}]} }""", null, new JsonDocumentOptions { MaxDepth = 300 })!.AsObject();

        var verdict = await new LimitRangePolicy(await ListedApi.LimitRangesAsync(Defaulting)).MutateAsync(Request(pod), pod, default);

        Assert.True(verdict.IsAllowed);
        Assert.NotNull(pod["spec"]!["containers"]![0]!["resources"]);
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("1e+3")]
    public async Task MutateAsync_AmountWithAPlusSign_IsRead(string amount)
    {
        var request = Request(JsonNode.Parse("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"memory":"X"}}}]}}""".Replace("X", amount, StringComparison.Ordinal))!.AsObject());
        var pod = JsonNode.Parse(request.Object.Span)!.AsObject();

        var verdict = await new LimitRangePolicy(await ListedApi.LimitRangesAsync(Defaulting)).MutateAsync(request, pod, default);

        Assert.True(verdict.IsAllowed);
        Assert.Equal("1", (string?)pod["spec"]!["containers"]![0]!["resources"]!["limits"]!["cpu"]);
    }

    [Fact]
    public void Read_CustomResourceNestedDeep_IsCounted() =>
        Assert.Equal("w", Example.Read("x.y", "widgets", $"{{'metadata':{{'name':'w'}},'spec':{Deep(400)}}}").Name);

    [Fact]
    public void Charge_ClaimWhoseClassAnnotationIsNull_HasNoClass()
    {
        var claim = Example.Claim("{'storageClassName':'gold'}", metadata: "{'name':'c','annotations':{'volume.beta.kubernetes.io/storage-class':null}}");

        Assert.Equal("count/persistentvolumeclaims=1,persistentvolumeclaims=1", Example.Cost(claim));
    }

    [Fact]
    public void Problems_AsManyReplicasAsCanBeSaid_AreCounted()
    {
        var wanted = SomeWorkload.Demand(SomeWorkload.Deployment(int.MaxValue, existing: -1));

        var problem = Assert.Single(WorkloadForecast.Problems(wanted, null, [], QuotaLedger.Of([SomeWorkload.Quota("{'requests.cpu':'800m'}", "{'requests.cpu':'0'}")])));

        Assert.StartsWith("would exceed quota team1-quota at 5 of 2147483647 replicas: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_JobWithNegativeNumbers_WantsNoPods()
    {
        var demand = SomeWorkload.Demand(SomeWorkload.Job("'completions':-2147483648", "{'succeeded':2147483647,'active':-2147483648}"), "jobs");

        Assert.Equal((0, 0), (demand.Wanted, demand.Existing));
    }

    [Theory]
    [InlineData("4Gi", "1e4097")]
    [InlineData("1k", "1e30")]
    [InlineData("1000E", "0")]
    [InlineData("8Ei", "8Ei")]
    public void Between_AmountsBeyondEverySuffix_AreWrittenWithoutLoss(string used, string charge)
    {
        var quota = new ResourceQuota();
        var sum = Quantity.Parse(used) + Quantity.Parse(charge);

        var patch = QuotaStatusPatch.Between(quota, new() { Used = new Dictionary<string, Quantity> { ["memory"] = sum } })!;

        var written = JsonNode.Parse(patch.Body.Span)!["status"]!["used"]!["memory"]!.GetValue<string>();
        Assert.Equal(sum, Quantity.Parse(written));
    }

    private static AdmissionRequest Request(JsonObject pod) => new()
    {
        Version = "v1",
        Kind = "Pod",
        Resource = "pods",
        Namespace = "team",
        Operation = AdmissionOperation.Create,
        Object = Encoding.UTF8.GetBytes(SomeReviews.Text(pod)),
    };

    private static string Deep(int depth) => new StringBuilder().Insert(0, "[", depth).Append(']', depth).ToString();
}
