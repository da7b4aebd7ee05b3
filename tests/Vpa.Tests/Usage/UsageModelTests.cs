using Autoscale.Kubernetes;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class UsageModelTests
{
    private static readonly UsageOptions Ours = new();

    [Fact]
    public void AddUsage_OfAPodOrContainerThatIsNotThere_IsUnknown()
    {
        var some = new SomeModel().Pod();

        Assert.Equal(SampleOutcome.Unknown, some.Cpu(0, 100, "web-2").Cpu);
        Assert.Equal(SampleOutcome.Unknown, some.Model.AddUsage(SomeModel.Id(container: "other"), SomeModel.Start, 1, 1).Memory);
        Assert.Equal(SampleOutcome.Unknown, some.Oom(0, 1, "web-2"));
        Assert.Equal(3, some.Model.CountOf(SampleOutcome.Unknown) - 1);
    }

    [Fact]
    public void AddUsage_NotLaterThanTheLast_IsOutdated()
    {
        var some = new SomeModel().Pod();
        some.Cpu(1, 100);
        some.Memory(1, 10);

        Assert.Equal(SampleOutcome.Outdated, some.Cpu(1, 100).Cpu);
        Assert.Equal(SampleOutcome.Outdated, some.Memory(0.9, 10));
        Assert.Equal(SampleOutcome.Accepted, some.Memory(1, 10));
        Assert.Equal(1, some.Only.Samples);
    }

    [Theory]
    [InlineData(59, SampleOutcome.Accepted)]
    [InlineData(61, SampleOutcome.Future)]
    [InlineData(-29L * 24 * 3600, SampleOutcome.Accepted)]
    [InlineData(-31L * 24 * 3600, SampleOutcome.Ancient)]
    public void AddUsage_FarFromNow_IsRefused(long seconds, SampleOutcome expected)
    {
        var some = new SomeModel(Ours).Pod();
        some.Model.SetNow(SomeModel.Start);

        var outcome = some.Model.AddUsage(SomeModel.Id(), SomeModel.Start.AddSeconds(seconds), 1, 1);

        Assert.Equal(new UsageOutcome(expected, expected), outcome);
        Assert.Equal(expected, some.Model.RecordOom(SomeModel.Id(), SomeModel.Start.AddSeconds(seconds), 1));
        Assert.Equal(3, some.Model.CountOf(expected));
    }

    [Fact]
    public void AddUsage_LessThanNothing_IsRefusedAndTheOtherCounts()
    {
        var some = new SomeModel().Pod();

        var outcome = some.Model.AddUsage(SomeModel.Id(), SomeModel.Start, -1, SomeModel.Mebi);

        Assert.Equal(new UsageOutcome(SampleOutcome.Negative, SampleOutcome.Accepted), outcome);
        Assert.False(outcome.IsAccepted);
        Assert.Equal(0, some.Only.Samples);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void AddHistory_WhatIsNoNumber_IsRefusedAndTheOtherCounts(double cores)
    {
        var some = new SomeModel().Pod();

        var outcome = some.Model.AddHistory(SomeModel.Id(), SomeModel.Start, cores, 1e9);

        Assert.Equal(new UsageOutcome(SampleOutcome.NotANumber, SampleOutcome.Accepted), outcome);
        Assert.Equal(1, some.Model.CountOf(SampleOutcome.NotANumber));
        Assert.Equal(SampleOutcome.Negative, some.Model.AddHistory(SomeModel.Id(), SomeModel.Start, -0.1, null).Cpu);
    }

    [Fact]
    public void EvidenceOf_PodsOfTwoRollouts_IsOfBothTogether()
    {
        var some = new SomeModel().Pod().Pod("web-2", "b");
        some.Cpu(1, 100);
        some.Cpu(2, 3000, "web-2");

        var evidence = some.Only;

        Assert.Equal((2, SomeModel.At(1), SomeModel.At(2)), (evidence.Samples, evidence.FirstSample, evidence.LastSample));
        Assert.InRange(evidence.CpuPercentile(0.1), 0.1, 0.12);
        Assert.InRange(evidence.CpuPercentile(1), 3.0, 3.2);
    }

    [Fact]
    public void EvidenceOf_PodThatIsGone_StillCounts()
    {
        var some = new SomeModel().Pod();
        some.Cpu(1, 100);

        some.Model.RemovePod("shop", "web-1");

        Assert.Equal(1, some.Only.Samples);
        Assert.Equal(0, some.Model.PodsOf(SomeModel.Vpa));
    }

    [Fact]
    public void SetPod_WithOtherLabels_CountsThereFromThenOn()
    {
        var some = new SomeModel().Pod();
        some.Cpu(1, 100);
        some.Model.SetPod(new("shop", "web-1", new Dictionary<string, string> { ["app"] = "other" }, true, ["app"]));

        some.Cpu(2, 100);

        Assert.Equal(1, some.Only.Samples);
        Assert.Equal(0, some.Model.PodsOf(SomeModel.Vpa));
    }

    [Theory]
    [InlineData("app=web", 1)]
    [InlineData("app in (web,api)", 1)]
    [InlineData("!legacy", 1)]
    [InlineData("app=api", 0)]
    [InlineData("app=web,tier=back", 0)]
    public void SetVpa_BeforeOrAfterThePods_SelectsTheSame(string selector, int expected)
    {
        var key = SomeModel.Vpa with { Name = "other" };
        var before = new SomeModel();
        before.Model.SetVpa(key, LabelSelector.Parse(selector), null);
        before.Pod();
        var after = new SomeModel().Pod();
        after.Model.SetVpa(key, LabelSelector.Parse(selector), null);

        Assert.Equal(expected, before.Model.EvidenceOf(key).Count);
        Assert.Equal(expected, after.Model.PodsOf(key));
    }

    [Fact]
    public void SetVpa_OtherSelector_LeavesTheFormerPods()
    {
        var some = new SomeModel().Pod();

        some.Model.SetVpa(SomeModel.Vpa, LabelSelector.Parse("app=api"), null);

        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));
        some.Model.RemoveVpa(SomeModel.Vpa);
        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));
    }

    [Fact]
    public void EvidenceOf_PodOfAnotherNamespace_IsEmpty()
    {
        var some = new SomeModel();

        some.Model.SetPod(new("garden", "web-1", new Dictionary<string, string> { ["app"] = "web" }, true, ["app"]));

        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));
    }

    [Fact]
    public void Collect_UsageOfMoreThanEightDaysAgo_IsForgottenAndBeginsAnew()
    {
        var some = new SomeModel().Pod();
        some.Cpu(0, 100);

        Assert.Equal(0, some.Model.Collect(SomeModel.At((8 * 24) - 1)));
        Assert.Equal(1, some.Model.Collect(SomeModel.At(8 * 24)));
        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));

        some.Cpu(200, 100);
        Assert.Equal((1, SomeModel.At(200)), (some.Only.Samples, some.Only.FirstSample));
    }

    [Fact]
    public void Collect_ContainerWithoutSamples_StaysWhileItsPodIsActive()
    {
        var some = new SomeModel().Pod().Pod("web-2", "b", isActive: false, containers: ["done"]);

        Assert.Equal(1, some.Model.Collect(SomeModel.At(0)));
        Assert.Equal("app", some.Only.Container);
        Assert.Equal(0, some.Model.Collect(SomeModel.At(191)));
        Assert.Equal(1, some.Model.Collect(SomeModel.At(192)));
    }
}
