using Autoscale.Demo;

namespace Autoscale.Autoscale.Tests.Demo;

public sealed class ArrivalTraceTests
{
    [Fact]
    public void Embedded_HoldsEveryRequestOfTheRecording()
    {
        var trace = ArrivalTrace.Embedded();

        Assert.Equal(3503, trace.Seconds.Count);
        Assert.Equal(19366, trace.Requests);
    }

    [Fact]
    public void Parse_LineWithoutNumbers_NamesTheLine()
    {
        using var text = new StringReader("timestamp,value,context_tokens,generated_tokens\n0,1,2,3\n1,x,2,3\n");

        var error = Assert.Throws<FormatException>(() => ArrivalTrace.Parse(text));

        Assert.Contains("trace line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_StopsAtTheSecondThatReachesTheCount()
    {
        var trace = new ArrivalTrace([new(0, 3, 1), new(1, 0, 0), new(2, 4, 1), new(3, 5, 1)]);

        Assert.Equal(7, trace.Take(4).Requests);
        Assert.Equal(3, trace.Take(3).Requests);
    }

    [Fact]
    public void Take_MoreThanThereIs_BeginsAgain()
    {
        var trace = new ArrivalTrace([new(0, 3, 1), new(1, 4, 1)]).Take(8);

        Assert.Equal([0, 1, 2], trace.Seconds.Select(second => second.Second));
        Assert.Equal(10, trace.Requests);
    }
}
