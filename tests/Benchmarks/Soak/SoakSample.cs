using System.Diagnostics;
using System.Globalization;

namespace Autoscale.Benchmarks.Soak;

/// <summary>What the process holds at a moment.</summary>
/// <param name="Hours">Since the beginning.</param>
/// <param name="Managed">Live objects after a full collection, MiB.</param>
/// <param name="Resident">Resident memory, MiB.</param>
/// <param name="Handles">Open file descriptors, sockets among them.</param>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Timers">Timers that run.</param>
internal sealed record SoakSample(double Hours, double Managed, double Resident, int Handles, int Sockets, int Threads, long Timers)
{
    private const double MiB = 1 << 20;
    private const int Looks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Collects all garbage and looks, some times: answers of tens of megabytes that are just being read are no leaks.</summary>
    public static async Task<SoakSample> TakeAsync(TimeSpan since)
    {
        var least = Take(since);
        for (var look = 1; look < Looks; look++)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
            var next = Take(since);
            least = next.Managed < least.Managed ? next : least;
        }

        return least;
    }

    private static SoakSample Take(TimeSpan since)
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd") : [];
        return new(
            since.TotalHours,
            GC.GetTotalMemory(forceFullCollection: true) / MiB,
            self.WorkingSet64 / MiB,
            handles.Length,
            handles.Count(IsSocket),
            self.Threads.Count,
            Timer.ActiveCount);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Hours * 60,6:0.0} min{Managed,9:0.00} MiB live{Resident,8:0} MiB resident{Handles,6} handles{Sockets,6} sockets{Threads,5} threads{Timers,6} timers");

    private static bool IsSocket(string handle) => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false;
}
