namespace Autoscale.Vpa.Estimation;

/// <summary>The least that is ever recommended, before policies: of each container, or of a pod and shared out evenly as upstream does.</summary>
/// <param name="CpuMillicores">Thousandths of a core, 0 or more.</param>
/// <param name="MemoryMebibytes">Mebibytes, 0 or more.</param>
/// <param name="IsShared">Whether the containers that are recommended for share it.</param>
public sealed record RecommendationFloor(double CpuMillicores, double MemoryMebibytes, bool IsShared)
{
    private const double Mebi = 1024;

    /// <summary>Upstream's: 25 millicores and 250 MiB of a pod.</summary>
    public static RecommendationFloor Upstream { get; } = new(25, 250, IsShared: true);

    /// <summary>Ours: 10 millicores and 16 MiB of every container.</summary>
    public static RecommendationFloor Default { get; } = new(10, 16, IsShared: false);

    internal long Cpu(int containers) => Share(ResourceAmount.FromCores(CpuMillicores * 0.001), containers);

    internal long Memory(int containers) => Share(ResourceAmount.From(MemoryMebibytes * Mebi * Mebi), containers);

    private long Share(long amount, int containers) => IsShared ? ResourceAmount.Scale(amount, 1.0 / containers) : amount;
}
