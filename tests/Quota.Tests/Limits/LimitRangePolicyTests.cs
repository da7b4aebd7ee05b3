using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;

namespace Autoscale.Quota.Tests.Limits;

public sealed class LimitRangePolicyTests
{
    private const string LimitRange =
        "{'metadata':{'name':'l','namespace':'team'},'spec':{'limits':[{'type':'Container','default':{'cpu':'1'},'defaultRequest':{'cpu':'1'},'max':{'cpu':'1'}}]}}";

    private const string Bare = "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c'}]}}";
    private const string TooLarge = "{'metadata':{NAME},'spec':{'containers':[{'name':'c','resources':{'limits':{'cpu':'2'}}}]}}";
    private const string Deleting = "{'metadata':{'name':'p','deletionTimestamp':'2026-01-01T00:00:00Z'}}";

    [Theory]
    [InlineData("", "LimitRanger plugin set: cpu request for container c; cpu limit for container c")]
    [InlineData("resize", null)]
    public async Task MutateAsync_ContainerWithoutAmounts_GetsThemAndANewPodIsTold(string subresource, string? annotation)
    {
        var policy = new LimitRangePolicy(await ListedApi.LimitRangesAsync(LimitRange));
        var pod = JsonNode.Parse(Bare.Replace('\'', '"'))!.AsObject();

        var verdict = await policy.MutateAsync(Request(Bare, subresource), pod, default);

        Assert.True(verdict.IsAllowed);
        Assert.Equal("""{"requests":{"cpu":"1"},"limits":{"cpu":"1"}}""", pod["spec"]!["containers"]![0]!["resources"]!.ToJsonString());
        Assert.Equal(annotation, (string?)pod["metadata"]!["annotations"]?["kubernetes.io/limit-ranger"]);
    }

    [Theory]
    [InlineData("team", "'name':'p'", "p")]
    [InlineData("team", "'generateName':'p-'", "p-")]
    [InlineData("team", "", "Unknown")]
    [InlineData("other", "'name':'p'", null)]
    public async Task ValidateAsync_PodBeyondABound_IsRefusedInItsNamespace(string @namespace, string metadata, string? name)
    {
        var policy = new LimitRangePolicy(await ListedApi.LimitRangesAsync(LimitRange));

        var verdict = await policy.ValidateAsync(
            Request(TooLarge.Replace("NAME", metadata, StringComparison.Ordinal)) with { Namespace = @namespace }, default);

        var expected = name is null ? null : $"403 pods \"{name}\" is forbidden: maximum cpu usage per Container is 1, but limit is 2";
        Assert.Equal(expected, verdict.Denial is { } denial ? $"{denial.Code} {denial.Message}" : null);
    }

    [Fact]
    public async Task Policy_ObjectThatIsBeingDeleted_IsLeftAlone()
    {
        var policy = new LimitRangePolicy(await ListedApi.LimitRangesAsync(LimitRange));
        var request = Request(TooLarge.Replace("NAME", "", StringComparison.Ordinal), "resize") with { OldObject = Bytes(Deleting) };
        var pod = JsonNode.Parse(Bare.Replace('\'', '"'))!.AsObject();

        Assert.True((await policy.MutateAsync(request, pod, default)).IsAllowed);
        Assert.True((await policy.ValidateAsync(request, default)).IsAllowed);
        Assert.Equal(Bare.Replace('\'', '"'), pod.ToJsonString());
    }

    [Fact]
    public async Task ValidateAsync_LimitRangesNotYetKnown_WaitsForThem()
    {
        var policy = new LimitRangePolicy(new ListedApi().Unsynced(KubeRoute.LimitRanges, KubeJson.Default.LimitRange));
        using var deadline = new CancellationTokenSource();

        var judging = policy.ValidateAsync(Request(Bare), deadline.Token).AsTask();

        Assert.False(judging.IsCompleted);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
    }

    [Theory]
    [InlineData("pods", "", AdmissionOperation.Create, true, true)]
    [InlineData("pods", "", AdmissionOperation.Update, false, false)]
    [InlineData("pods", "resize", AdmissionOperation.Update, true, true)]
    [InlineData("pods", "ephemeralcontainers", AdmissionOperation.Update, false, false)]
    [InlineData("persistentvolumeclaims", "", AdmissionOperation.Create, false, true)]
    [InlineData("persistentvolumeclaims", "", AdmissionOperation.Update, false, true)]
    [InlineData("persistentvolumeclaims", "status", AdmissionOperation.Update, false, false)]
    [InlineData("deployments", "", AdmissionOperation.Create, false, false)]
    public async Task Rules_Writes_AreThoseThatUpstreamLooksAt(
        string resource, string subresource, AdmissionOperation operation, bool mutates, bool validates)
    {
        var policy = new LimitRangePolicy(await ListedApi.LimitRangesAsync());
        var request = Request(Bare, subresource) with { Resource = resource, Operation = operation };

        Assert.Equal(mutates, policy.Mutates.Any(rule => rule.Covers(request)));
        Assert.Equal(validates, policy.Validates.Any(rule => rule.Covers(request)));
    }

    private static AdmissionRequest Request(string pod, string subresource = "") => new()
    {
        Version = "v1",
        Kind = "Pod",
        Resource = "pods",
        Subresource = subresource,
        Namespace = "team",
        Operation = subresource.Length == 0 ? AdmissionOperation.Create : AdmissionOperation.Update,
        Object = Bytes(pod),
    };

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));
}
