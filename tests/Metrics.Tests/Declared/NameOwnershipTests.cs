using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Tests.Declared;

public sealed class NameOwnershipTests
{
    private static readonly MetricClaim Backlog = new(null, "backlog");
    private static readonly MetricClaim Depth = new(null, "depth");

    [Fact]
    public void Owner_OfTheNamespace_GoesBeforeTheClusters_WhichLosesNothing()
    {
        var (mine, all) = (Source("shop", "mine", 9, Backlog), Source("", "all", 1, Backlog));
        var ownership = new NameOwnership([all, mine]);

        Assert.Same(mine, ownership.Owner("shop", Backlog));
        Assert.Same(all, ownership.Owner("mail", Backlog));
        Assert.Empty(ownership.Lost(all));
        Assert.Empty(ownership.Lost(mine));
    }

    [Fact]
    public void Owner_AmongEquals_IsTheOlder_ThenTheOneNamedFirst()
    {
        var (older, younger) = (Source("shop", "z", 1, Backlog, Depth), Source("shop", "a", 2, Backlog));
        var same = Source("shop", "b", 2, Depth, Backlog);
        var ownership = new NameOwnership([same, younger, older]);

        Assert.Same(older, ownership.Owner("shop", Backlog));
        Assert.Equal([(Backlog, older)], ownership.Lost(younger));
        Assert.Equal([(Depth, older), (Backlog, older)], ownership.Lost(same));
        Assert.Same(younger, new NameOwnership([same, younger]).Owner("shop", Backlog));
    }

    [Fact]
    public void Owner_OfTheCommandLine_GoesBeforeAll()
    {
        var flag = new SourceClaims("", "--broker", [Backlog]);
        var mine = Source("shop", "mine", 1, Backlog, Depth);
        var ownership = new NameOwnership([mine, flag]);

        Assert.Same(flag, ownership.Owner("shop", Backlog));
        Assert.Equal([(Backlog, flag)], ownership.Lost(mine));
        Assert.Empty(ownership.Lost(flag));
    }

    [Fact]
    public void Owner_OfAnotherResourceOrNamespace_IsNoRival()
    {
        var pods = Source("shop", "pods", 1, new MetricClaim(DescribedKind.Pod, "backlog"));
        var elsewhere = Source("mail", "elsewhere", 1, Backlog);
        var mine = Source("shop", "mine", 2, Backlog);
        var ownership = new NameOwnership([pods, elsewhere, mine]);

        Assert.Empty(ownership.Lost(mine));
        Assert.Same(elsewhere, ownership.Owner("mail", Backlog));
        Assert.Null(ownership.Owner("", Backlog));
    }

    [Fact]
    public void Claims_OfABrokerWithoutMetrics_AreItsStandardSeries_AndOfKindsOneEach()
    {
        var standard = MetricClaims.Of(SomeSource.Of("{'rabbitmq':{'address':'amqp://a'}}"));
        var described = MetricClaims.Of(SomeSource.Of("{'pushed':{},'metrics':[{'name':'a','of':{'kinds':[{'kind':'Pod'},{'kind':'Deployment'},{'kind':'Odd'}]}}]}"));

        Assert.Contains(new MetricClaim(null, "rabbitmq_queue_messages"), standard.Metrics);
        Assert.Equal(["pods/a", "deployments.apps/a"], described.Metrics.Select(claim => claim.ToString()));
        Assert.Equal("MetricSource shop/orders", described.Title);
    }

    private static SourceClaims Source(string @namespace, string name, int age, params MetricClaim[] metrics) =>
        new(@namespace, name, metrics) { Since = Some.Time.AddMinutes(age) };
}
