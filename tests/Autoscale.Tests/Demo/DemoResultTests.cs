using Autoscale.Demo;

namespace Autoscale.Autoscale.Tests.Demo;

public sealed class DemoResultTests
{
    [Fact]
    public void Passed_AllDoneAndReplicasRoseAndFell_IsTrue()
    {
        var result = new DemoResult([At(0, 10, 0, 10, 1), At(5, 10, 5, 5, 4), At(9, 10, 10, 0, 1)], 1, TimeSpan.FromMilliseconds(12));

        Assert.True(result.Passed);
        Assert.Equal(TimeSpan.FromSeconds(9), result.DrainTime);
    }

    [Fact]
    public void Passed_OneMessageLost_IsFalseAndSaysSo()
    {
        var result = new DemoResult([At(0, 10, 0, 10, 1), At(5, 10, 5, 5, 4), At(9, 10, 9, 0, 1)], 1, TimeSpan.Zero);

        Assert.False(result.Passed);
        Assert.Contains("FAILED: 1 of 10 messages were not processed", result.Lines());
    }

    [Fact]
    public void Passed_ReplicasNeverCameDown_IsFalse() =>
        Assert.False(new DemoResult([At(0, 10, 0, 10, 1), At(5, 10, 10, 0, 4)], 1, TimeSpan.Zero).Passed);

    [Fact]
    public void Passed_ReplicasNeverRose_IsFalse() =>
        Assert.False(new DemoResult([At(0, 10, 0, 10, 1), At(5, 10, 10, 0, 1)], 1, TimeSpan.Zero).Passed);

    [Fact]
    public void Passed_NothingPublished_IsFalse() => Assert.False(new DemoResult([], 1, TimeSpan.Zero).Passed);

    private static DemoSample At(int second, int published, int done, long backlog, int replicas) => new()
    {
        At = TimeSpan.FromSeconds(second),
        Published = published,
        Done = done,
        Backlog = backlog,
        QueueWorkers = replicas,
        HttpWorkers = 1,
    };
}
