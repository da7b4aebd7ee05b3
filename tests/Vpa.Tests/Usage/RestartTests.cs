using System.Text.Json;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class RestartTests
{
    private const int MinutesOfDay = 24 * 60;
    private const int Week = 7 * MinutesOfDay;
    private const int Restart = (3 * MinutesOfDay) + (11 * 60) + 7;

    private static readonly double[] Fractions = [0.5, 0.9, 0.95];

    public static TheoryData<string> Shapes => [.. UsageOf.Keys];

    private static Dictionary<string, Func<int, Random, (long Milli, long Mebi)>> UsageOf { get; } = new()
    {
        ["idle"] = (_, random) => (random.Next(3), 40),
        ["steady"] = (_, random) => (400 + random.Next(80), 900 + random.Next(60)),
        ["bursts"] = (_, random) => random.Next(100) < 8 ? (1500 + random.Next(500), 700) : (120 + random.Next(30), 300 + random.Next(50)),
        ["day"] = (minute, random) => (Day(minute, 800) + random.Next(40), Day(minute, 2000)),
        ["step"] = (minute, _) => minute < Week / 2 ? (200, 500) : (900, 1500),
        ["leak"] = (minute, random) => (250 + random.Next(25), 200 + (minute % 2000)),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Model_RestartedFromTheCheckpointsThatWereWorthWriting_AnswersWithinOneBucket(string shape)
    {
        var (through, restarted, written) = (Fresh(), Fresh(), new Dictionary<string, Written>());
        var random = new Random(7);
        for (var minute = 0; minute < Week; minute++)
        {
            if (minute == Restart)
            {
                restarted = Restored(written);
            }

            var usage = UsageOf[shape](minute, random);
            Feed(through, minute, usage);
            Feed(restarted, minute, usage);
            Write(restarted, minute, written);
            if (minute >= Restart && minute % 60 == 0)
            {
                AssertNear(through.Only, restarted.Only, minute);
            }
        }
    }

    [Fact]
    public void Model_RestartedOnTheDayOfAKill_StillCountsIt()
    {
        var (before, written) = (Fresh(), new Dictionary<string, Written>());
        Feed(before, 0, (100, 400));
        before.Oom(1, 1000);
        Write(before, 61, written);

        var after = Restored(written);
        Feed(before, 62, (100, 450));
        Feed(after, 62, (100, 450));

        Assert.Equal(before.Only.MemoryPercentile(1), after.Only.MemoryPercentile(1));
        Assert.Equal(before.Only.MemoryPercentile(0), after.Only.MemoryPercentile(0));
    }

    private static long Day(int minute, long greatest) => (long)(greatest * (0.6 + (0.4 * Math.Sin(minute * Math.Tau / MinutesOfDay))));

    private static SomeModel Fresh() => new SomeModel().Pod().Pod("web-2");

    private static SomeModel Restored(Dictionary<string, Written> written)
    {
        var some = Fresh();
        foreach (var (container, one) in written)
        {
            var status = JsonSerializer.Deserialize(one.Json, VpaJson.Default.CheckpointStatus)!;
            Assert.True(some.Model.Restore(SomeModel.Vpa, container, status, one.Open).IsLoaded);
        }

        return some;
    }

    private static void Feed(SomeModel some, int minute, (long Milli, long Mebi) usage)
    {
        var time = SomeModel.Start.AddMinutes(minute);
        some.Model.AddUsage(SomeModel.Id(), time, usage.Milli, usage.Mebi * SomeModel.Mebi);
        // Nearly as busy: of two pods far apart a percentile at the very half would be either's, by the last digit.
        some.Model.AddUsage(SomeModel.Id("web-2"), time, usage.Milli * 9 / 10, usage.Mebi * SomeModel.Mebi * 9 / 10);
    }

    private static void Write(SomeModel some, int minute, Dictionary<string, Written> written)
    {
        var now = SomeModel.Start.AddMinutes(minute);
        foreach (var container in some.Model.WorthWriting(SomeModel.Vpa))
        {
            var checkpoint = some.Model.Checkpoint(SomeModel.Vpa, container, now)!;
            written[container] = new(
                JsonSerializer.Serialize(checkpoint, VpaJson.Default.CheckpointStatus), some.Model.OpenWindows(SomeModel.Vpa, container, now));
            some.Model.NoteWritten(SomeModel.Vpa, container);
        }
    }

    private static void AssertNear(ContainerEvidence expected, ContainerEvidence got, int minute)
    {
        foreach (var fraction in Fractions)
        {
            AssertNear(HistogramBuckets.Cpu, expected.CpuPercentile(fraction), got.CpuPercentile(fraction), $"CPU at {fraction} in minute {minute}");
            AssertNear(HistogramBuckets.Memory, expected.MemoryPercentile(fraction), got.MemoryPercentile(fraction), $"memory at {fraction} in minute {minute}");
        }
    }

    private static void AssertNear(HistogramBuckets buckets, double expected, double got, string what)
    {
        var apart = Place(buckets, expected) - Place(buckets, got);
        Assert.True(apart is >= -1 and <= 1, $"{what}: {expected} without a restart, {got} with one, {apart} buckets apart");
    }

    private static int Place(HistogramBuckets buckets, double end) =>
        Enumerable.Range(0, buckets.Count).First(bucket => buckets.End(bucket) >= end);

    private sealed record Written(string Json, IReadOnlyList<OpenWindow> Open);
}
