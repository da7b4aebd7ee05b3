namespace Autoscale.Vpa.Usage;

/// <summary>What had been known of a container when its checkpoint was last written.</summary>
internal readonly record struct SavedMark(string Container, float CpuWeight, ushort MemoryMoves);
