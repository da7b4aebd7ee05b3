using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class LeaseClaimTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LeaderLeaseOptions Me = new() { Namespace = "ns", Name = "lease", Identity = "me", Random = new(1) };

    [Fact]
    public void Decide_NoLeaseYet_TakesIt()
    {
        var claim = LeaseClaim.Decide(null, TimeSpan.Zero, Me, Now);

        Assert.Equal(new() { HolderIdentity = "me", LeaseDurationSeconds = 15, AcquireTime = Now, RenewTime = Now, LeaseTransitions = 0 }, claim);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(14.9, false)]
    [InlineData(15, true)]
    public void Decide_HeldByAnother_TakesItOnlyWhenItHasNotChangedForItsDuration(double seconds, bool takes)
    {
        var held = new LeaseSpec { HolderIdentity = "other", LeaseTransitions = 3, RenewTime = Now.AddDays(-1) };

        var claim = LeaseClaim.Decide(held, TimeSpan.FromSeconds(seconds), Me, Now);

        Assert.Equal(takes ? 4 : null, claim?.LeaseTransitions);
    }

    [Fact]
    public void Decide_GivenUp_TakesItAtOnce() =>
        Assert.Equal(1, LeaseClaim.Decide(new() { LeaseTransitions = 0 }, TimeSpan.Zero, Me, Now)?.LeaseTransitions);

    [Fact]
    public void Decide_HeldByMe_RenewsAndKeepsSinceWhen()
    {
        var held = new LeaseSpec { HolderIdentity = "me", LeaseTransitions = 3, AcquireTime = Now.AddHours(-1), RenewTime = Now.AddSeconds(-2) };

        var claim = LeaseClaim.Decide(held, TimeSpan.FromSeconds(2), Me, Now);

        Assert.Equal((3, Now.AddHours(-1), Now), (claim?.LeaseTransitions, claim?.AcquireTime, claim?.RenewTime));
    }
}
