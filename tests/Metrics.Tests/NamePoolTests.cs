namespace Autoscale.Metrics.Tests;

public sealed class NamePoolTests
{
    [Fact]
    public void Share_SameContent_IsOneString()
    {
        var pool = new NamePool();

        Assert.Same(pool.Share(new string("kube-system")), pool.Share(new string("kube-system")));
    }

    [Fact]
    public void Share_MoreNamesThanItHolds_GoesOnSharing()
    {
        var pool = new NamePool();
        for (var number = 0; number < 25_000; number++)
        {
            pool.Share($"namespace-{number}");
        }

        Assert.Same(pool.Share(new string("kube-system")), pool.Share(new string("kube-system")));
        Assert.InRange(pool.Count, 1, 10_000);
    }
}
