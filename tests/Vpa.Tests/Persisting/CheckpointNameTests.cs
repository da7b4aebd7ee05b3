using Autoscale.Vpa.Persisting;

namespace Autoscale.Vpa.Tests.Persisting;

public sealed class CheckpointNameTests
{
    [Fact]
    public void Of_FreeName_IsUpstreams() => Assert.Equal("web-app", CheckpointName.Of("web", "app", _ => false));

    [Fact]
    public void Of_TakenName_DiffersByAutoscalerAndContainer() =>
        Assert.NotEqual(CheckpointName.Of("a", "b-c", _ => true), CheckpointName.Of("a-b", "c", _ => true));

    [Fact]
    public void Of_LongNames_FitsIntoAName() =>
        Assert.InRange(CheckpointName.Of(new string('v', 253), new string('c', 63), _ => false).Length, 200, 253);
}
