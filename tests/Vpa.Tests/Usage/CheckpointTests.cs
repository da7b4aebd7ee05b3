using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class CheckpointTests
{
    private static readonly CheckpointStatus Good = new()
    {
        Version = "v3",
        CpuHistogram = new() { ReferenceTimestamp = SomeModel.Start.Date, BucketWeights = new Dictionary<int, long> { [10] = 10_000 }, TotalWeight = 2 },
        MemoryHistogram = new() { ReferenceTimestamp = SomeModel.Start.Date, BucketWeights = new Dictionary<int, long> { [20] = 10_000 }, TotalWeight = 1 },
        FirstSampleStart = SomeModel.At(-48),
        LastSampleStart = SomeModel.At(-1),
        TotalSamplesCount = 20,
    };

    public static TheoryData<string, CheckpointStatus> Corrupt => new()
    {
        { "unsupported checkpoint version v2", Good with { Version = "v2" } },
        { "unsupported checkpoint version ", Good with { Version = null } },
        { "checkpoint has bucket 176 that is exceeding histogram buckets 176", Good with { CpuHistogram = Weights(176, 1) } },
        { "checkpoint has a negative bucket -1", Good with { MemoryHistogram = Weights(-1, 1) } },
        { "cannot load checkpoint with negative weight -0.5", Good with { CpuHistogram = new() { TotalWeight = -0.5 } } },
        { "cannot load checkpoint with negative weight NaN", Good with { CpuHistogram = new() { TotalWeight = double.NaN } } },
        { "checkpoint has weight -3 in bucket 4", Good with { MemoryHistogram = Weights(4, -3) } },
        { "checkpoint has -7 samples", Good with { TotalSamplesCount = -7 } },
    };

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void Restore_WhatIsNoCheckpoint_SaysWhyAndChangesNothing(string because, CheckpointStatus checkpoint)
    {
        var some = new SomeModel();

        var outcome = some.Model.Restore(SomeModel.Vpa, "app", checkpoint);

        Assert.Equal(because, outcome.Because);
        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));
    }

    [Fact]
    public void Restore_ForAnAutoscalerThatIsNotKnown_SaysSo()
    {
        var outcome = new SomeModel().Model.Restore(SomeModel.Vpa with { Name = "gone" }, "app", Good);

        Assert.Equal("autoscaler shop/gone is not known", outcome.Because);
    }

    [Fact]
    public void Restore_BeforeAnySample_IsTheEvidence()
    {
        var some = new SomeModel().Pod();

        some.Model.Restore(SomeModel.Vpa, "app", Good);

        Assert.Equal((20, Good.FirstSampleStart, Good.LastSampleStart), (some.Only.Samples, some.Only.FirstSample, some.Only.LastSample));
        Assert.Equal(HistogramBuckets.Cpu.End(10), some.Only.CpuPercentile(0.9));
    }

    [Fact]
    public void Restore_OfAContainerThatNoPodHas_IsEvidenceToo()
    {
        var some = new SomeModel().Pod();

        some.Model.Restore(SomeModel.Vpa, "former", Good);

        Assert.Equal(["app", "former"], some.Model.EvidenceOf(SomeModel.Vpa).Select(evidence => evidence.Container));
    }

    [Fact]
    public void Restore_FollowedBySamples_CountsBothOnce()
    {
        var some = new SomeModel().Pod();
        some.Model.Restore(SomeModel.Vpa, "app", Good);
        some.Cpu(0, 100);
        _ = some.Only;
        some.Cpu(1, 100);
        some.Pod("web-2", "b");

        some.Cpu(1, 100, "web-2");

        Assert.Equal(23, some.Only.Samples);
        Assert.Equal(Good.FirstSampleStart, some.Only.FirstSample);
    }

    [Fact]
    public void Restore_PodsOfTwoAutoscalers_CountsForTheOneAlone()
    {
        var some = new SomeModel().Pod();
        var other = SomeModel.Vpa with { Name = "other" };
        some.Model.SetVpa(other, Kubernetes.LabelSelector.Parse("app=web"), null);
        some.Model.Restore(SomeModel.Vpa, "app", Good);

        some.Cpu(0, 100);

        Assert.Equal(21, some.Only.Samples);
        Assert.Equal(1, Assert.Single(some.Model.EvidenceOf(other)).Samples);
    }

    [Fact]
    public void Collect_RestoredLongAgo_IsForgotten()
    {
        var some = new SomeModel();
        some.Model.Restore(SomeModel.Vpa, "app", Good);

        Assert.Equal(0, some.Model.Collect(SomeModel.At(0)));
        Assert.Equal(1, some.Model.Collect(SomeModel.At(8 * 24)));
        Assert.Empty(some.Model.EvidenceOf(SomeModel.Vpa));
    }

    [Fact]
    public void Checkpoint_DuringADay_LeavesItsPeakOutAsUpstreamDoes()
    {
        var some = new SomeModel().Pod();
        some.Cpu(0, 100);
        some.Memory(0, 1000);
        some.Memory(25, 100);

        var checkpoint = some.Model.Checkpoint(SomeModel.Vpa, "app", SomeModel.At(26))!;
        var later = some.Model.Checkpoint(SomeModel.Vpa, "app", SomeModel.At(48))!;

        Assert.Single(checkpoint.MemoryHistogram.BucketWeights!);
        Assert.Equal(2, later.MemoryHistogram.BucketWeights!.Count);
        Assert.Equal(("v3", SomeModel.At(26), 1L), (checkpoint.Version, checkpoint.LastUpdateTime, checkpoint.TotalSamplesCount));
    }

    [Fact]
    public void OpenWindows_DuringADay_AreThePeaksLeftOut()
    {
        var some = new SomeModel().Pod();
        some.Memory(0, 1000);
        some.Oom(1, 1000);

        Assert.Equal([new("web-1", SomeModel.At(24), 1000 * SomeModel.Mebi, 1200 * SomeModel.Mebi)], some.Model.OpenWindows(SomeModel.Vpa, "app", SomeModel.At(2)));
        Assert.Empty(some.Model.OpenWindows(SomeModel.Vpa, "app", SomeModel.At(24)));
    }

    [Fact]
    public void Checkpoint_OfWhatIsNotKnown_IsNone() => Assert.Null(new SomeModel().Model.Checkpoint(SomeModel.Vpa, "app", SomeModel.Start));

    [Fact]
    public void WorthWriting_OnceWritten_IsNothingUntilEnoughHasChanged()
    {
        var some = new SomeModel().Pod();
        for (var minute = 0; minute < 200; minute++)
        {
            some.Cpu(minute / 60.0, 100);
        }

        Assert.Equal(["app"], some.Model.WorthWriting(SomeModel.Vpa));
        some.Model.NoteWritten(SomeModel.Vpa, "app");
        Assert.Empty(some.Model.WorthWriting(SomeModel.Vpa));
        some.Cpu(4, 100);
        Assert.Empty(some.Model.WorthWriting(SomeModel.Vpa));
        some.Memory(4, 100);
        Assert.Equal(["app"], some.Model.WorthWriting(SomeModel.Vpa));
    }

    private static HistogramCheckpoint Weights(int bucket, long weight) =>
        new() { BucketWeights = new Dictionary<int, long> { [bucket] = weight }, TotalWeight = 1 };
}
