namespace Autoscale.Vpa.Usage;

/// <summary>
/// A memory interval of one pod's container that had not ended when a checkpoint was made: upstream's format leaves its peak out,
/// so that it is kept beside the checkpoint. Peaks in bytes.
/// </summary>
public sealed record OpenWindow(string Pod, DateTimeOffset End, long UsagePeak, long OomPeak);
