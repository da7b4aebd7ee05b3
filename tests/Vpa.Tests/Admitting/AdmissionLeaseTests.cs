using System.Net;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;
using Autoscale.Vpa.Control;

namespace Autoscale.Vpa.Tests.Admitting;

public sealed class AdmissionLeaseTests
{
    private const string Path = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/vpa-admission-controller";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_WebhookThatIsAsked_MakesTheLease()
    {
        await using var scene = await new WebhookScene { IsRegistered = true }.StartAsync();

        var written = await FirstWriteAsync(scene);

        Assert.StartsWith("POST /apis/coordination.k8s.io/v1/namespaces/kube-system/leases ", written, StringComparison.Ordinal);
        Assert.Contains("\"holderIdentity\":\"replica\"", written, StringComparison.Ordinal);
        Assert.Contains("\"renewTime\":\"2026-11-21T12:00:", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LeaseOfAnotherReplica_IsRenewedInItsOwnName()
    {
        var scene = new WebhookScene { IsRegistered = true };
        scene.Api.AddUnlisted(
            AdmissionLease.RouteOf("kube-system"),
            "{'metadata':{'name':'vpa-admission-controller','namespace':'kube-system','resourceVersion':'5'},'spec':{'holderIdentity':'other','leaseDurationSeconds':10}}");
        await using var started = await scene.StartAsync();

        var written = await FirstWriteAsync(scene);

        Assert.StartsWith($"PATCH {Path} ", written, StringComparison.Ordinal);
        Assert.Contains("\"resourceVersion\":\"5\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("leaseDurationSeconds", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WebhookThatIsNotAsked_RenewsNothing()
    {
        await using var scene = await new WebhookScene().StartAsync();

        scene.Api.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(scene.Api.Written);
        scene.IsRegistered = true;

        await FirstWriteAsync(scene);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task Run_LeaseThatCannotBeWritten_IsTriedAgain(HttpStatusCode code)
    {
        var scene = new WebhookScene { IsRegistered = true };
        scene.Api.Fail(Path, code);
        await using var started = await scene.StartAsync();
        scene.Api.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(scene.Api.Written);

        scene.Api.Fail(Path, HttpStatusCode.OK);

        await FirstWriteAsync(scene);
    }

    [Theory]
    [InlineData(null, 59, true)]
    [InlineData(null, 60, false)]
    [InlineData(59, 3600, true)]
    [InlineData(60, 3600, false)]
    public void IsFresh_RenewedOrMadeWithinAMinute_IsTrue(int? renewed, int created, bool isFresh) => Assert.Equal(isFresh, AdmissionLease.IsFresh(
        new Lease
        {
            Metadata = new() { CreationTimestamp = Now.AddSeconds(-created) },
            Spec = new() { RenewTime = renewed is { } seconds ? Now.AddSeconds(-seconds) : null },
        },
        Now));

    [Fact]
    public void IsFresh_NoLease_IsFalse() => Assert.False(AdmissionLease.IsFresh(null, Now));

    // The loop sleeps in virtual time, from a moment that only it knows.
    private static async Task<string> FirstWriteAsync(WebhookScene scene) => await Eventually.GetAsync(
        () =>
        {
            scene.Api.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(scene.Api.Written.TryPeek(out var written) ? written : null);
        },
        "a renewal of the lease");
}
