namespace Autoscale.LocalCluster.Nodes;

/// <summary>How a container ended.</summary>
/// <param name="StartedAt">When it had started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="ExitCode">The code with which it ended.</param>
/// <param name="Reason">Completed, Error or OOMKilled.</param>
/// <param name="Failure">What it says of it, "" when nothing.</param>
internal sealed record ContainerEnd(DateTimeOffset StartedAt, DateTimeOffset EndedAt, int ExitCode, string Reason, string Failure);
