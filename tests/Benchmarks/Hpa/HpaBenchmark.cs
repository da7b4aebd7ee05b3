using System.Diagnostics;
using System.Globalization;

namespace Autoscale.Benchmarks.Hpa;

/// <summary>
/// Times whole decisions on one thread as the reconciler makes them (the target's pods by its selector, their readings, replicas,
/// status), without the calls to the API. Upstream's figures are those of its Go code, measured likewise.
/// </summary>
internal static class HpaBenchmark
{
    private const int Targets = 10_000;

    public static int Run()
    {
        var warm = World(10);
        // The first run of all pays for the compiler.
        _ = Measurement.Of(() => warm.Decide(0));
        Console.WriteLine("One decision, including finding the pods and their readings; median, one thread");
        Console.WriteLine($"{"",-48}{"time",10}{"allocated",12}{"upstream",12}{"factor",9}");
        Print("10 pods, at rest", World(10), 36);
        Print("10 pods, scaling up", World(10, percent: 90), 36);
        Print("100 pods", World(100), null);
        Print("1,000 pods", World(1000), 4700);
        Print("10 pods among 10,000 of others", World(10, others: 10_000), null);
        Print("100 pods among 10,000 of others", World(100, others: 10_000), 5000);
        Print("1,000 pods among 10,000 of others", World(1000, others: 10_000), null);
        Print("10 pods, one of 1,000 autoscalers of a namespace", World(10, targets: 1000), 2600);
        FullRound();
        return 0;
    }

    private static HpaWorld World(int pods, int percent = 48, int others = 0, int targets = 1)
    {
        var world = new HpaWorld();
        for (var i = 0; i < targets; i++)
        {
            world.AddTarget(pods, percent);
        }

        for (var i = 0; i < others / 10; i++)
        {
            world.AddPods($"other-{i:D5}", 10, percent);
        }

        world.Settle();
        return world;
    }

    private static void Print(string what, HpaWorld world, double? upstreamMicroseconds)
    {
        var next = 0;
        var measured = Measurement.Of(() => world.Decide(next = (next + 1) % world.Count));
        var micro = measured.Microseconds;
        var culture = CultureInfo.InvariantCulture;
        var upstream = upstreamMicroseconds is { } go ? string.Create(culture, $"{go:N0} µs") : "";
        var factor = upstreamMicroseconds is { } theirs ? string.Create(culture, $"{theirs / micro:N0}×") : "";
        Console.WriteLine(string.Create(culture, $"{what,-48}{micro,7:N2} µs{measured.AllocatedBytes,10:N0} B{upstream,12}{factor,9}"));
    }

    private static void FullRound()
    {
        var world = World(10, targets: Targets);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var wall = Measurement.Time(world.DecideAll, 1);
        process.Refresh();
        var cpu = process.TotalProcessorTime - before;
        GC.Collect();
        process.Refresh();
        var culture = CultureInfo.InvariantCulture;
        Console.WriteLine();
        Console.WriteLine(string.Create(culture, $"{Targets:N0} autoscalers of 10 pods each, one full round: "
            + $"{wall.TotalMilliseconds:N0} ms wall, {cpu.TotalMilliseconds:N0} ms CPU (aim: below 1,000 ms)"));
        Console.WriteLine(string.Create(culture, $"Resident then: {process.WorkingSet64 / 1048576.0:N0} MiB, "
            + $"of which on the heap {GC.GetTotalMemory(false) / 1048576.0:N0} MiB"));
        GC.KeepAlive(world);
    }
}
