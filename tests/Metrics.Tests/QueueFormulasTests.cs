using Autoscale.Metrics.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Metrics.Tests;

public sealed class QueueFormulasTests
{
    [Theory]
    [InlineData(0, 0, null, 0, 0.0)]
    [InlineData(0, 3, 0.0, 3600, 0.0)]
    [InlineData(100, 2, 10.0, 0, 10.0)]
    [InlineData(100, 0, 10.0, 9, 10.0)]
    [InlineData(100, 0, 10.0, 10, QueueFormulas.EndlessSeconds)]
    [InlineData(100, 0, null, 10, QueueFormulas.EndlessSeconds)]
    [InlineData(100, 0, null, 9, null)]
    [InlineData(100, 2, 0.0, 59, null)]
    [InlineData(100, 2, 0.0, 60, 6000.0)]
    [InlineData(1, 1, 0.0, 600, 600.0)]
    [InlineData(1e12, 1, 0.1, 0, QueueFormulas.EndlessSeconds)]
    public void DrainSeconds_Backlog_IsDividedByWhatIsDone(double backlog, double consumers, double? settled, int stalled, double? expected) =>
        Assert.Equal(expected, QueueFormulas.DrainSeconds(backlog, consumers, settled, TimeSpan.FromSeconds(stalled)));

    [Fact]
    public void DrainSeconds_Anything_IsNeverNegativeNorMoreThanEndless() =>
        Prop.ForAll<uint, byte, ushort>((backlog, consumers, settled) =>
            QueueFormulas.DrainSeconds(backlog, consumers, settled, TimeSpan.FromSeconds(backlog % 100)) is null or (>= 0 and <= QueueFormulas.EndlessSeconds))
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void DrainSeconds_MoreBacklog_NeverTakesLess() =>
        Prop.ForAll<uint, uint, ushort>((backlog, more, settled) =>
            QueueFormulas.DrainSeconds((double)backlog + more, 2, settled + 1, TimeSpan.Zero) >= QueueFormulas.DrainSeconds(backlog, 2, settled + 1, TimeSpan.Zero))
            .Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(100, 4, 25)]
    [InlineData(100, 0, 100)]
    [InlineData(0, 0, 0)]
    public void BacklogPerConsumer_Backlog_IsDividedAmongConsumersOrOne(double backlog, double consumers, double expected) =>
        Assert.Equal(expected, QueueFormulas.BacklogPerConsumer(backlog, consumers));
}
