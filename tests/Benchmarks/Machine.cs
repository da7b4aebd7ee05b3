using System.Runtime.InteropServices;

namespace Autoscale.Benchmarks;

/// <summary>Says where figures were taken, since they mean little elsewhere.</summary>
internal static class Machine
{
    public static void Print()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        Console.WriteLine($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}  {cpu ?? "unknown processor"}, {Environment.ProcessorCount} cores, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}");
    }
}
