using System.Text.Json.Nodes;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Limits;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Charging;

/// <summary>What others do to quotas, objects and clocks while writes are judged.</summary>
public sealed class UpheavalTests
{
    private readonly QuotaOptions _patient = new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Validate_QuotaMadeAnewBetweenTwoCharges_IsChargedAsANewOne()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        await scene.CreateAsync("Pod", QuotaScene.Pod("old"));
        transport.BeforeCharge = Once("b", async () =>
        {
            await scene.DeleteAsync("ResourceQuota", "a");
            await scene.CreateAsync("ResourceQuota", "a", "\"spec\":{\"hard\":{\"pods\":\"10\"}}");
            await scene.UsedAsync("a", "pods", "1");
            await scene.UpdateAsync("ResourceQuota", "b", quota => quota["metadata"]!["labels"] = new JsonObject { ["x"] = "y" });
        });

        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);

        Assert.Equal("2", scene.Used("a", "pods"));
    }

    [Fact]
    public async Task Validate_LimitLoweredBelowUseMeanwhile_RefusesByTheNewLimit()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.QuotaAsync("a", """{"pods":"10"}""");
        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);
        transport.BeforeCharge = Once("a", async () =>
        {
            await scene.UpdateAsync("ResourceQuota", "a", quota => quota["spec"]!["hard"]!["pods"] = "0");
            await Eventually.TrueAsync(() => Task.FromResult((string?)scene.Status("a")!["hard"]!["pods"] == "0"), "the new limit");
        });

        var verdict = await replica.AskAsync("pods", QuotaScene.Pod("q"));

        Assert.Equal("pods \"q\" is forbidden: exceeded quota: a, requested: pods=1, used: pods=1, limited: pods=0", verdict.Denial!.Message);
    }

    [Fact]
    public async Task Validate_QuotasGoneMeanwhile_IsAllowedWithoutThem()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        transport.BeforeCharge = Once("a", async () =>
        {
            await scene.DeleteAsync("ResourceQuota", "a");
            await scene.DeleteAsync("ResourceQuota", "b");
        });

        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);
    }

    [Fact]
    public async Task Validate_CallerGoesAwayWhileChargesAreStored_GivesThemBack()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        using var caller = new CancellationTokenSource();
        transport.BeforeCharge = Once("b", caller.CancelAsync);

        var verdict = await replica.Policy.ValidateAsync(QuotaReplica.Request("pods", QuotaScene.Pod("p")), caller.Token);

        Assert.Equal(500, verdict.Denial!.Code);
        transport.BeforeCharge = (_, _) => Task.CompletedTask;
        await scene.UsedAsync("a", "pods", "0");
        await scene.UsedAsync("b", "pods", "0");
    }

    [Theory]
    [InlineData("""{"hard":{"pods":"10","secrets":"5"}}""")]
    [InlineData("""{"used":{"pods":"1","secrets":"0"}}""")]
    [InlineData("""{"hard":{"pods":"999","secrets":"5"},"used":{"pods":"1","secrets":"0"}}""")]
    [InlineData("""{"hard":{"pods":"10","secrets":"5"},"used":{"secrets":"0"}}""")]
    [InlineData("{}")]
    public async Task Status_SpoiltBySomebodyElse_IsMendedAtOnce(string status)
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient with { Resync = TimeSpan.FromDays(1) });
        await scene.CreateAsync("Pod", QuotaScene.Pod("p"));
        await scene.QuotaAsync("q", """{"pods":"10","secrets":"5"}""");
        await scene.UsedAsync("q", "pods", "1");

        await scene.UpdateAsync("ResourceQuota", "q", quota => quota["status"] = JsonNode.Parse(status), "status");

        await scene.UsedAsync("q", "pods", "1");
        await scene.UsedAsync("q", "secrets", "0");
        await Eventually.TrueAsync(() => Task.FromResult((string?)scene.Status("q")!["hard"]?["pods"] == "10"), "the limit");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chain_RulesNotYetKnown_RefusesAsRetryableWhenTheReviewsTimeIsOver(bool areNamespacesKnown)
    {
        var api = new ListedApi().List(KubeRoute.Namespaces).List(KubeRoute.ResourceQuotas);
        var ranges = api.Unsynced(KubeRoute.LimitRanges, KubeJson.Default.LimitRange);
        var namespaces = areNamespacesKnown ? await api.InformerAsync(KubeRoute.Namespaces, KubeJson.Default.KubeNamespace) : api.Unsynced(KubeRoute.Namespaces, KubeJson.Default.KubeNamespace);
        var quotas = await api.InformerAsync(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota);
        IAdmissionPolicy policy = areNamespacesKnown
            ? new LimitRangePolicy(ranges)
            : new WorkloadPolicy(new(api.Client, await ListedApi.LimitRangesAsync(), quotas, namespaces), _patient, NullLogger<WorkloadPolicy>.Instance);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var chain = new AdmissionChain([policy], ActivatorUtilities.CreateInstance<AdmissionTelemetry>(services), NullLogger<AdmissionChain>.Instance);
        using var deadline = new CancellationTokenSource();
        var request = areNamespacesKnown
            ? QuotaReplica.Request("pods", QuotaScene.Pod("p"))
            : QuotaReplica.Request("deployments", JsonNode.Parse("""{"spec":{"template":{"spec":{}}}}""")!.AsObject()) with { Group = "apps" };

        var answering = chain.ValidateAsync(request, deadline.Token).AsTask();
        Assert.False(answering.IsCompleted);
        await deadline.CancelAsync();

        var denial = (await answering).Denial!;
        Assert.Equal((504, "Timeout", TimeSpan.FromSeconds(1)), (denial.Code, denial.Reason, denial.RetryAfter));
    }

    private static Func<string, CancellationToken, Task> Once(string quota, Func<Task> act)
    {
        var isDone = false;
        return (charged, _) => charged == quota && !isDone && (isDone = true) ? act() : Task.CompletedTask;
    }
}
