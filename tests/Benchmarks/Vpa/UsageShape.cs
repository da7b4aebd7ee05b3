namespace Autoscale.Benchmarks.Vpa;

/// <summary>How much of its base a container uses, minute by minute of a week: CPU and memory each in one of a few manners.</summary>
internal sealed class UsageShape(Func<int, Random, double> cpu, Func<int, Random, double> memory)
{
    public const int Minutes = 7 * MinutesOfDay;
    private const int MinutesOfDay = 24 * 60;

    private readonly (float Cpu, float Memory)[] _factors = Draw(cpu, memory);

    /// <summary>What the shapes of VPA's own recordings are: at rest, steady, in bursts, by the hour of the day, in steps; memory that leaks.</summary>
    public static UsageShape[] All { get; } =
    [
        new((_, random) => 0.02 * random.NextDouble(), (_, _) => 1),
        new((_, random) => 1 + (0.2 * (random.NextDouble() - 0.5)), (_, random) => 1 + (0.1 * random.NextDouble())),
        new((_, random) => random.NextDouble() < 0.05 ? 1 + (4 * random.NextDouble()) : 0.3 + (0.05 * random.NextDouble()), (_, random) => 0.8 + (0.4 * random.NextDouble())),
        new((minute, random) => Day(minute) * (0.9 + (0.2 * random.NextDouble())), (minute, _) => 0.6 + (0.4 * Day(minute))),
        new((minute, _) => minute < Minutes / 2 ? 0.5 : 1, (minute, _) => 1 + (0.1 * (minute / (double)MinutesOfDay))),
    ];

    /// <summary>The factors of a minute; each phase is another container of the same manner.</summary>
    public (float Cpu, float Memory) At(int minute, int phase) => _factors[(minute + phase) % Minutes];

    private static double Day(int minute) => 0.6 + (0.4 * Math.Sin(minute * Math.Tau / MinutesOfDay));

    private static (float Cpu, float Memory)[] Draw(Func<int, Random, double> cpu, Func<int, Random, double> memory)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Minutes).Select(minute => ((float)cpu(minute, random), (float)memory(minute, random)))];
    }
}
