using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Autoscale.Hpa.Tests.Control;

public sealed class HorizontalOptionsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30", 30)]
    [InlineData("30s", 30)]
    [InlineData("2m", 120)]
    [InlineData("1.5s", 1.5)]
    [InlineData("1ms", 0.1)]
    [InlineData("999999999999h", 3600)]
    [InlineData("soon", 15)]
    [InlineData("-3s", 15)]
    [InlineData("", 15)]
    public void PeriodOf_Annotation_IsTakenWithinReason(string text, double seconds)
    {
        var annotations = new Dictionary<string, string> { [HorizontalOptions.SyncPeriodAnnotation] = text };
        var hpa = new HorizontalPodAutoscaler { Metadata = new() { Annotations = annotations } };

        Assert.Equal(TimeSpan.FromSeconds(seconds), new HorizontalOptions().PeriodOf(hpa));
    }

    [Fact]
    public void AddHpa_WrongOptions_NamesEveryOne()
    {
        var options = new HorizontalOptions { SyncPeriod = TimeSpan.Zero, Workers = 0, Decision = new() { Tolerance = -1 } };

        var wrong = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddHpa(options));

        Assert.Equal(["SyncPeriod", "Workers", "Tolerance"], wrong.Failures.Select(f => f.Split(' ')[2]));
    }

    [Fact]
    public void NextSync_Jitter_StaysNearThePeriod()
    {
        var timing = new HorizontalTiming(new(), TimeProvider.System, new Random(7));

        var waits = Enumerable.Range(0, 1000).Select(_ => timing.NextSync(new()).TotalSeconds).ToList();

        Assert.InRange(waits.Min(), 13.5, 13.7);
        Assert.InRange(waits.Max(), 16.3, 16.5);
    }
}
