using System.Globalization;
using System.Text.Json;
using Autoscale.Vpa;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Benchmarks.Vpa;

/// <summary>
/// What the vertical recommender costs on one thread: memory and time of the usage model with all its bookkeeping, the loop from
/// usage to recommendations, and how much of the checkpoints a loop writes.
/// </summary>
internal static class VpaBenchmark
{
    private const int Largest = 100_000;
    private const int Medium = 10_000;
    private const int MinutesBetween = 10;
    private const int Loops = 60;
    private const int SamplesOfReading = 2;

    private static readonly RecommenderOptions Options = new();

    public static int Run()
    {
        Console.WriteLine($"Pods of {UsageWorld.ContainersOfPod} containers, an autoscaler each; a week of readings of CPU and memory; CPU time, median");
        Console.WriteLine(Upstream.Source);
        // The first run of all pays for the compiler.
        var warm = new UsageWorld(1000);
        warm.Register();
        Feed(warm, MinutesBetween);
        var recommended = new RecommendedPodResources?[warm.Keys.Length];
        _ = Measurement.Of(() => Loop(warm, recommended));
        Usage(1000, 1);
        Usage(Medium, 1);
        Usage(Largest, MinutesBetween);

        return 0;
    }

    private static void Usage(int containers, int minutesBetween)
    {
        var world = new UsageWorld(containers);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var registration = Cpu(world.Register);
        var perSample = Feed(world, minutesBetween);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)containers;
        Console.WriteLine();
        Line($"{containers:N0} containers, a reading every {(minutesBetween == 1 ? "minute" : $"{minutesBetween} minutes")}");
        Line($"  bytes per container: {bytes:N0}  (upstream {Upstream.BytesPerContainer:N0}, {Upstream.HistogramBytesPerContainer:N0} in histograms alone: {Upstream.BytesPerContainer / bytes:N1}×)");
        Line($"  ns per sample: {perSample:N0}, a reading of CPU and memory being two  (upstream {Upstream.FastestNanosecondsPerSample:N0} to {Upstream.SlowestNanosecondsPerSample:N0}: {Upstream.FastestNanosecondsPerSample / perSample:N1}×)");
        var upstream = containers == Largest ? $"  (upstream {Upstream.RegistrationSeconds} s: {Upstream.RegistrationSeconds / registration.TotalSeconds:N0}×)" : "";
        Line($"  registration: {registration.TotalMilliseconds:N0} ms{upstream}");
        if (containers == Largest)
        {
            Recommend(world);
        }

        if (containers == Medium)
        {
            Checkpoints(world);
        }

        GC.KeepAlive(world);
    }

    private static double Feed(UsageWorld world, int minutesBetween)
    {
        var times = new double[UsageShape.Minutes / minutesBetween];
        for (var round = 0; round < times.Length; round++)
        {
            times[round] = Cpu(() => world.Round(minutesBetween)).TotalNanoseconds;
        }

        Array.Sort(times);
        return times[times.Length / 2] / world.Keys.Length / UsageWorld.ContainersOfPod / SamplesOfReading;
    }

    private static void Recommend(UsageWorld world)
    {
        Console.WriteLine();
        Line($"The recommendation loop, {world.Keys.Length:N0} autoscalers of {UsageWorld.ContainersOfPod} containers, per autoscaler  (upstream {Upstream.FastestMicrosecondsPerVpa} to {Upstream.SlowestMicrosecondsPerVpa} µs, {Upstream.BytesAllocatedPerVpa:N0} B)");
        var recommended = new RecommendedPodResources?[world.Keys.Length];
        Loop(world, recommended);
        Print("  nothing new", Best(() => Loop(world, recommended), () => { }), world);
        Print("  a new reading of every container", Best(() => Loop(world, recommended), () => world.Round(1)), world);
        Print("  all of it for the first time", Best(() => Loop(world, new RecommendedPodResources?[world.Keys.Length]), () => { }), world);
    }

    private static void Loop(UsageWorld world, RecommendedPodResources?[] recommended)
    {
        for (var i = 0; i < world.Keys.Length; i++)
        {
            recommended[i] = Recommender.Recommend(world.Vpas[i], world.Model.EvidenceOf(world.Keys[i]), Options, recommended[i]).Recommendation;
        }
    }

    private static (TimeSpan Time, long Bytes) Best(Action loop, Action before)
    {
        var best = (Time: TimeSpan.MaxValue, Bytes: 0L);
        for (var run = 0; run < 10; run++)
        {
            before();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var time = Cpu(loop);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            best = time < best.Time ? (time, allocated) : best;
        }

        return best;
    }

    private static void Print(string what, (TimeSpan Time, long Bytes) best, UsageWorld world)
    {
        var (micro, bytes) = (best.Time.TotalMicroseconds / world.Keys.Length, best.Bytes / (double)world.Keys.Length);
        var factor = bytes < 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Upstream.BytesAllocatedPerVpa / bytes:N1}×");
        Line($"{what,-40}{micro,6:N2} µs {bytes,8:N0} B  ({Upstream.FastestMicrosecondsPerVpa / micro:N1}×{factor})");
    }

    private static void Checkpoints(UsageWorld world)
    {
        Console.WriteLine();
        Line($"Checkpoints, of which upstream writes every one in every loop");
        var (count, bytes) = Write(world);
        Line($"  when all are to be written: {count:N0}, {bytes / 1e6:N1} MB");
        (count, bytes) = (0, 0);
        for (var loop = 0; loop < Loops; loop++)
        {
            world.Round(1);
            var (written, length) = Write(world);
            (count, bytes) = (count + written, bytes + length);
        }

        Line($"  per loop of a minute, over {Loops} with a new reading of every container: {count / Loops:N0}, {bytes / 1e6 / Loops:N1} MB");
        var (none, _) = Write(world);
        Line($"  in a loop without new readings: {none:N0}");
    }

    private static (long Count, long Bytes) Write(UsageWorld world)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var key in world.Keys)
        {
            foreach (var container in world.Model.WorthWriting(key))
            {
                bytes += JsonSerializer.SerializeToUtf8Bytes(world.Model.Checkpoint(key, container, world.Now)!, VpaJson.Default.CheckpointStatus).Length;
                world.Model.NoteWritten(key, container);
                count++;
            }
        }

        return (count, bytes);
    }

    // Of the process, which does nothing else: what others do on the machine does not count.
    private static TimeSpan Cpu(Action operation)
    {
        var before = Environment.CpuUsage.TotalTime;
        operation();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
