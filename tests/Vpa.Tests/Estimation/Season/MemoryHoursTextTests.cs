using Autoscale.Vpa.Persisting;

namespace Autoscale.Vpa.Tests.Estimation.Season;

public sealed class MemoryHoursTextTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var hours = SomePeaks.Of(28, SomePeaks.Working);

        var read = MemoryHoursText.Read(MemoryHoursText.Write(new() { ["other"] = "stays" }, hours));

        Assert.Equal(hours.ToString(), read?.ToString());
    }

    [Fact]
    public void Write_NoHours_AddsNothing() => Assert.Empty(MemoryHoursText.Write([], null));

    [Fact]
    public void Read_NothingOrNonsense_IsNothing()
    {
        Assert.Null(MemoryHoursText.Read(null));
        Assert.Null(MemoryHoursText.Read(new Dictionary<string, string>()));
        Assert.Null(MemoryHoursText.Read(new Dictionary<string, string> { [MemoryHoursText.Annotation] = "nonsense" }));
    }
}
