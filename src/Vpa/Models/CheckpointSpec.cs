namespace Autoscale.Vpa.Models;

/// <summary>Whose usage a checkpoint holds.</summary>
public sealed record CheckpointSpec
{
    /// <summary>The autoscaler, of the same namespace.</summary>
    public string VpaObjectName { get => field ?? ""; init; }

    /// <summary>The container.</summary>
    public string ContainerName { get => field ?? ""; init; }
}
