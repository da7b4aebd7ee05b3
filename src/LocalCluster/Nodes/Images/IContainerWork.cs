namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>What a container does while it runs, and what it has used.</summary>
internal interface IContainerWork
{
    /// <summary>Begins; completes when the work can be done, throws with a clear message when it cannot. The token ends the container's life, whatever it holds.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes no more work; completes when what it holds is finished or handed back. The token ends the grace.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>CPU used since the start, in core-seconds; never falls.</summary>
    double CpuSeconds(DateTimeOffset now);

    /// <summary>Memory that it wants, in bytes, whatever its limit.</summary>
    long MemoryBytes(DateTimeOffset now);

    /// <summary>Takes new settings and limits, from this instant on.</summary>
    void Adjust(ContainerSettings settings, DateTimeOffset now);

    /// <summary>Says how many containers share what their workload must do, from this instant on; 0 when this one takes no part.</summary>
    void Share(int sharers, DateTimeOffset now);
}
