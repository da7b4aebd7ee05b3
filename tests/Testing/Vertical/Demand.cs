namespace Autoscale.Testing.Vertical;

/// <summary>What a workload needs over time: CPU of the whole in cores, memory of each pod in bytes; a value holds for a step.</summary>
public sealed record Demand(string Name, TimeSpan Step, IReadOnlyList<double> Cores, Func<int, double> MemoryPerPod)
{
    /// <summary>How long there is something known.</summary>
    public TimeSpan Length => Step * Cores.Count;

    /// <summary>Cores needed at a time since the beginning.</summary>
    public double CoresAt(TimeSpan time) => Cores[PlaceOf(time)];

    /// <summary>Bytes that each pod needs at a time since the beginning.</summary>
    public double MemoryAt(TimeSpan time) => MemoryPerPod(PlaceOf(time));

    private int PlaceOf(TimeSpan time) => Math.Clamp((int)(time.Ticks / Step.Ticks), 0, Cores.Count - 1);
}
