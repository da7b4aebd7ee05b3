using Autoscale.Admission;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class WorkloadPolicyTests
{
    private const string Problem = "would exceed quota team1-quota at 4 of 6 replicas: requests.cpu 200m each, 300m left of 800m";
    private const string Enforcing = "'annotations':{'autoscale.dev/quota-enforcement':'workload'}";

    private readonly ListedApi _api = new();

    [Fact]
    public async Task ValidateAsync_WorkloadThatDoesNotFit_IsWarnedOf()
    {
        var policy = await PolicyAsync();

        var verdict = await policy.ValidateAsync(Update(2, 6), default);

        Assert.True(verdict.IsAllowed);
        Assert.Equal([$"deployments.apps \"web\" {Problem}"], verdict.Warnings);
    }

    [Fact]
    public async Task ValidateAsync_NamespaceThatEnforces_RefusesInTheSameWords()
    {
        var policy = await PolicyAsync(Enforcing);

        var verdict = await policy.ValidateAsync(Update(2, 6), default);

        Assert.Equal((403, $"deployments.apps \"web\" is forbidden: {Problem}"), (verdict.Denial!.Code, verdict.Denial.Message));
        Assert.Empty(verdict.Warnings);
    }

    [Theory]
    [InlineData("'name':'web','ownerReferences':[{'kind':'Deployment','name':'d','uid':'u','controller':true}]", false)]
    [InlineData("'name':'web','ownerReferences':[{'kind':'App','name':'a','uid':'u'}]", true)]
    public async Task ValidateAsync_WorkloadOfAController_HasBeenJudgedInItsPlace(string metadata, bool warns)
    {
        var policy = await PolicyAsync();

        var verdict = await policy.ValidateAsync(
            Request("replicasets", "") with { Object = SomeWorkload.Bytes(SomeWorkload.Deployment(6, metadata: metadata)) }, default);

        Assert.Equal(warns, verdict.Warnings.Count > 0);
    }

    [Theory]
    [InlineData(2, 6, "deployments.apps \"web\" " + Problem)]
    [InlineData(6, 3, null)]
    public async Task ValidateAsync_Scale_IsJudgedByTheStoredTemplate(int before, int after, string? warning)
    {
        _api.Answer("/apis/apps/v1/namespaces/team/deployments/web", SomeWorkload.Deployment(before, existing: 2));
        var policy = await PolicyAsync();

        var verdict = await policy.ValidateAsync(Scale(before, after), default);

        Assert.Equal(warning is null ? [] : [warning], verdict.Warnings);
    }

    [Fact]
    public async Task ValidateAsync_ScaleOfWhatCannotBeRead_IsLeftToTheServer()
    {
        var policy = await PolicyAsync(Enforcing);

        var verdict = await policy.ValidateAsync(Scale(1, 6), default);

        Assert.Same(AdmissionVerdict.Allowed, verdict);
        Assert.Contains("GET /apis/apps/v1/namespaces/team/deployments/web", _api.Requests);
    }

    [Fact]
    public async Task ValidateAsync_WorkloadThatIsBeingDeleted_IsLeftAlone()
    {
        var policy = await PolicyAsync();
        var request = Update(2, 6) with { OldObject = SomeWorkload.Bytes(SomeWorkload.Deployment(2, metadata: "'name':'web','deletionTimestamp':'2026-01-01T00:00:00Z'")) };

        Assert.Same(AdmissionVerdict.Allowed, await policy.ValidateAsync(request, default));
    }

    [Fact]
    public async Task ValidateAsync_QuotasNotYetKnown_WaitsForThem()
    {
        var policy = await PolicyAsync(quotasAreKnown: false);
        using var deadline = new CancellationTokenSource();

        var judging = policy.ValidateAsync(Update(2, 6), deadline.Token).AsTask();

        Assert.False(judging.IsCompleted);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
    }

    [Theory]
    [InlineData("apps", "deployments", "", AdmissionOperation.Create, true)]
    [InlineData("apps", "statefulsets", "scale", AdmissionOperation.Update, true)]
    [InlineData("apps", "replicasets", "", AdmissionOperation.Update, true)]
    [InlineData("batch", "jobs", "", AdmissionOperation.Create, true)]
    [InlineData("batch", "cronjobs", "", AdmissionOperation.Update, true)]
    [InlineData("", "replicationcontrollers", "scale", AdmissionOperation.Update, true)]
    [InlineData("apps", "deployments", "status", AdmissionOperation.Update, false)]
    [InlineData("apps", "daemonsets", "", AdmissionOperation.Create, false)]
    [InlineData("apps", "deployments", "", AdmissionOperation.Delete, false)]
    public async Task Validates_Writes_AreThoseThatAskForPods(
        string group, string resource, string subresource, AdmissionOperation operation, bool covers)
    {
        var policy = await PolicyAsync();
        var request = Request(resource, subresource) with { Group = group, Operation = operation };

        Assert.Equal(covers, policy.Validates.Any(rule => rule.Covers(request)));
    }

    private async Task<WorkloadPolicy> PolicyAsync(string metadata = "'labels':{}", bool quotasAreKnown = true)
    {
        _api.List(KubeRoute.LimitRanges)
            .List(KubeRoute.ResourceQuotas, SomeWorkload.QuotaText("team1-quota", "{'requests.cpu':'800m'}", "{'requests.cpu':'500m'}"))
            .List(KubeRoute.Namespaces, $"{{'metadata':{{'name':'team',{metadata}}}}}");
        var sources = new WorkloadSources(
            _api.Client,
            await _api.InformerAsync(KubeRoute.LimitRanges, KubeJson.Default.LimitRange),
            quotasAreKnown
                ? await _api.InformerAsync(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota)
                : _api.Unsynced(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota),
            await _api.InformerAsync(KubeRoute.Namespaces, KubeJson.Default.KubeNamespace));
        return new(sources, new(), NullLogger<WorkloadPolicy>.Instance);
    }

    private static AdmissionRequest Update(int existing, int wanted) => Request("deployments", "") with
    {
        Operation = AdmissionOperation.Update,
        Object = SomeWorkload.Bytes(SomeWorkload.Deployment(wanted, existing: existing)),
        OldObject = SomeWorkload.Bytes(SomeWorkload.Deployment(existing, existing: existing)),
    };

    private static AdmissionRequest Scale(int before, int after) => Request("deployments", "scale") with
    {
        Operation = AdmissionOperation.Update,
        Object = SomeWorkload.Bytes($"{{'metadata':{{'name':'web'}},'spec':{{'replicas':{after}}}}}"),
        OldObject = SomeWorkload.Bytes($"{{'metadata':{{'name':'web'}},'spec':{{'replicas':{before}}}}}"),
    };

    private static AdmissionRequest Request(string resource, string subresource) => new()
    {
        Group = "apps",
        Version = "v1",
        Resource = resource,
        Subresource = subresource,
        Namespace = "team",
        Name = "web",
        Operation = AdmissionOperation.Create,
    };
}
